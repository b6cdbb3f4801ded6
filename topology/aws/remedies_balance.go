package aws

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// balanceRemedies mend load balancers and their targets. Commands are those of
// the Elastic Load Balancing API, version 2; arguments those of the aws provider.
func balanceRemedies() []diag.Remedy {
	const group, balancer = "EC2 console > Target Groups > the group", "EC2 console > Load Balancers > the load balancer"
	return []diag.Remedy{
		remedy(CodeLoadBalancerInactive, balancer+" > Details",
			commands("aws elbv2 describe-load-balancers --load-balancer-arns LOAD_BALANCER"), sets("aws_lb", "load_balancer_type", "subnets")),
		remedy(CodeNoTargetInZone, balancer+" > Attributes > Cross-zone load balancing, or "+group+" > Targets",
			commands(
				"aws elbv2 modify-load-balancer-attributes --load-balancer-arn LOAD_BALANCER --attributes Key=load_balancing.cross_zone.enabled,Value=true",
				"aws elbv2 register-targets --target-group-arn GROUP --targets Id=TARGET"),
			sets("aws_lb", "enable_cross_zone_load_balancing"), sets("aws_lb_target_group", "load_balancing_cross_zone_enabled"),
			sets("aws_lb_target_group_attachment", "target_group_arn", "target_id")),
		remedy(CodeTargetUnused, group+" > Targets, or "+balancer+" > Network mapping",
			commands(
				"aws elbv2 set-subnets --load-balancer-arn LOAD_BALANCER --subnets SUBNET SUBNET",
				"aws elbv2 register-targets --target-group-arn GROUP --targets Id=ADDRESS,AvailabilityZone=all"),
			sets("aws_lb", "subnets", "subnet_mapping"), sets("aws_lb_target_group_attachment", "target_id", "availability_zone")),
		remedy(CodeClientAddressKept, group+" > Attributes > Preserve client IP addresses",
			commands("aws elbv2 modify-target-group-attributes --target-group-arn GROUP --attributes Key=preserve_client_ip.enabled,Value=false"),
			sets("aws_lb_target_group", "preserve_client_ip")),
		remedy(cloud.CodeCertificate, balancer+" > Listeners and rules > the listener > Certificates",
			commands("aws elbv2 add-listener-certificates --listener-arn LISTENER --certificates CertificateArn=CERTIFICATE"),
			sets("aws_lb_listener", "certificate_arn"), sets("aws_lb_listener_certificate", "listener_arn", "certificate_arn")),
	}
}
