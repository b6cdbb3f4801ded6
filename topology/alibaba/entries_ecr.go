package alibaba

import "netsim/topology/diag"

// ecrEntries are of Express Connect routers.
func ecrEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeECRUnassociated, Kind: diag.KindLink,
			Title:   "Not joined to the ECR",
			Meaning: "The VBR or the VPC is not joined to the Express Connect router, or cannot be: its BGP groups have another AS number than the ECR, or the VPC learns routes from another source already.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Associate it, with the AS number of the ECR in the BGP groups of the VBR, and with no other source of learned routes for the VPC.",
		},
		{
			Code: CodeECRGrantMissing, Kind: diag.KindLink,
			Title:   "Not granted to the ECR",
			Meaning: "The VPC or the VBR is of another account than the Express Connect router, and its owner has not granted that the ECR takes it.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Have the owner grant the instance to the ECR.",
		},
		unknown(CodeECRAccount, "Whether an ECR needs a grant is open",
			"An Express Connect router takes instances of another account with a grant only. The account of one of the two is not written.",
			"Write `account` in both."),
	}
}

// ecrRemedies mend Express Connect routers.
func ecrRemedies() []diag.Remedy {
	return []diag.Remedy{
		remedy(CodeECRUnassociated, "Express Connect console > Express Connect Router > the ECR > VBR, or VPC",
			commands("aliyun expressconnectrouter CreateExpressConnectRouterAssociation --EcrId ECR --VpcId VPC --AssociationRegionId REGION"),
			sets("alicloud_express_connect_router_vpc_association", "ecr_id", "vpc_id", "association_region_id"),
			sets("alicloud_express_connect_router_vbr_child_instance", "ecr_id", "child_instance_id")),
		remedy(CodeECRGrantMissing, "Express Connect console, as the owner > the instance > Authorize", nil,
			sets("alicloud_express_connect_router_grant_association", "ecr_id", "instance_id", "instance_type", "ecr_owner_ali_uid")),
	}
}

// ecrExamples are shown by one scenario.
func ecrExamples() []diag.Example {
	const file = "testdata/codes/ecr.yaml"
	return []diag.Example{
		example(CodeECRUnassociated, file, "the VBR has another AS number than the ECR"),
		example(CodeECRGrantMissing, file, "the VPC is of another account"),
		example(CodeECRAccount, file, "the account of the ECR is not known"),
	}
}
