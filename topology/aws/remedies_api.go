package aws

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// Commands that stand with more than one code.
const (
	deployAPI     = "aws apigateway create-deployment --rest-api-id API --stage-name STAGE"
	setAPIPolicy  = "aws apigateway update-rest-api --rest-api-id API --patch-operations op=replace,path=/policy,value=POLICY"
	tellVPCLink   = "aws apigateway get-vpc-link --vpc-link-id LINK"
	tellResources = "aws apigateway get-resources --rest-api-id API --embed methods"
)

// apiRemedies mend APIs, their policies and integrations.
func apiRemedies() []diag.Remedy {
	const apis = "API Gateway console > APIs > the API"
	policy := []diag.Setting{sets("aws_api_gateway_rest_api_policy", "rest_api_id", "policy"), sets("aws_api_gateway_deployment", "triggers")}
	deployment := []diag.Setting{sets("aws_api_gateway_stage", "stage_name", "deployment_id"), sets("aws_api_gateway_deployment", "rest_api_id", "triggers")}
	integration := func(arguments ...string) diag.Setting { return sets("aws_api_gateway_integration", arguments...) }
	return []diag.Remedy{
		remedy(CodeExplicitDeny, apis+" > Resource policy, then Deploy API", commands(setAPIPolicy, deployAPI), policy...),
		remedy(CodeImplicitDeny, apis+" > Resource policy, then Deploy API", commands(setAPIPolicy, deployAPI), policy...),
		remedy(CodeEndpointDenied, "VPC console > Endpoints > the endpoint > Policy",
			commands("aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT --policy-document POLICY"), sets("aws_vpc_endpoint", "policy")),
		remedy(CodeAPIForbidden, apis+" > API settings",
			commands("curl https://ENDPOINT_NAME/STAGE/ -H 'x-apigw-api-id: API'",
				"aws apigateway update-rest-api --rest-api-id API --patch-operations op=replace,path=/endpointConfiguration/types/REGIONAL,value=PRIVATE"),
			sets("aws_api_gateway_rest_api", "endpoint_configuration.types")),
		remedy(cloud.CodeUnpublished, apis+" > Deploy API", commands(deployAPI), deployment...),
		remedy(cloud.CodeUnknownStage, apis+" > Stages", commands("aws apigateway get-stages --rest-api-id API", deployAPI), deployment...),
		remedy(cloud.CodeStageDefinition, apis+" > Deploy API", commands(deployAPI), deployment...),
		remedy(cloud.CodeNoMatch, apis+" > Resources, then Deploy API", commands(tellResources, deployAPI),
			sets("aws_api_gateway_resource", "parent_id", "path_part"), sets("aws_api_gateway_method", "http_method")),
		remedy(cloud.CodeBackendMissing, apis+" > Resources > the method > Integration request, then Deploy API", commands(tellResources, deployAPI),
			integration("type", "uri", "connection_type", "connection_id")),
		remedy(cloud.CodeInvokeMissing, "Lambda console > the function > Configuration > Permissions",
			commands("aws lambda add-permission --function-name FUNCTION --statement-id api --action lambda:InvokeFunction --principal apigateway.amazonaws.com"),
			sets("aws_lambda_permission", "function_name", "principal", "source_arn")),
		remedy(CodeVPCLinkUnavailable, "API Gateway console > VPC links",
			commands(tellVPCLink, "aws apigateway create-vpc-link --name NAME --target-arns LOAD_BALANCER"),
			sets("aws_api_gateway_vpc_link", "target_arns"), integration("connection_type", "connection_id")),
		remedy(CodeNotPublic, apis+" > Resources > the method > Integration request, then Deploy API",
			commands("aws apigateway put-integration --rest-api-id API --resource-id RESOURCE --http-method METHOD --type HTTP_PROXY --integration-http-method METHOD --connection-type VPC_LINK --connection-id LINK --uri URL", deployAPI),
			integration("connection_type", "connection_id", "uri")),
		remedy("open.invoked-by", "Lambda console > the function > Configuration > Permissions",
			commands("aws lambda get-policy --function-name FUNCTION"), sets("aws_lambda_permission", "function_name", "principal")),
	}
}
