package alibaba

// headline is the headline scenario, without its checks and variants.
const headline = `# The headline scenario, and how the scenario language reads.
# Topology: seeds 000 and 001, scenario 2. A function in Zhangjiakou calls an API of a Shanghai gateway by its VPC subdomain.
apiVersion: netsim/v1
name: function-to-api-cross-region
description: A function in Zhangjiakou reaches a Shanghai API by its VPC subdomain, over CEN.

regions:
  cn-zhangjiakou:
    vpcs:
      vpc-fc-access:
        cidr: 172.16.0.0/16
        vswitches:
          vsw-fc: {cidr: 172.16.10.0/24, zone: cn-zhangjiakou-a}
        security_groups:
          sg-fc: {type: basic}            # a basic group allows all egress and no ingress
    functions:
      order-caller:
        generation: fc2
        vpc_config: {vpc: vpc-fc-access, vswitches: [vsw-fc], security_group: sg-fc}
        role: {policies: [AliyunECSNetworkInterfaceManagementAccess]}

  cn-shanghai:
    vpcs:
      vpc-api-access:
        id: vpc-uf65amr4k3aepd0u4gnxa
        cidr: 192.168.0.0/16
        vswitches:
          vsw-api: {cidr: 192.168.1.0/24, zone: cn-shanghai-g}
      vpc-backend-1:
        cidr: 10.0.0.0/16
        vswitches:
          vsw-backend: {cidr: 10.0.1.0/24, zone: cn-shanghai-g}
        security_groups:
          sg-backend:
            type: basic
            ingress:
              - {protocol: tcp, ports: 8080, source: 100.104.255.128/26, policy: accept, priority: 1}
        instances:
          ecs-backend:
            vswitch: vsw-backend
            private_ip: 10.0.1.10
            security_groups: [sg-backend]
            listens:
              - {port: tcp/8080, paths: [/web/cloudapi]}
    api_gateways:
      apigw-sh:
        type: dedicated
        vpc_egress_cidrs: [100.104.255.128/26]
        ingress: {mode: service_cidr}     # the VPC subdomain answers with an address of the egress CIDR (rulings.md, 1)
        client_vpc: vpc-api-access        # "Bind to VPC"
        vpc_access:                       # VPC access authorizations
          backend-auth: {vpc: vpc-backend-1, target: instance/ecs-backend, port: 8080}
        groups:
          demo:
            vpc_subdomain: 6f1d0c2b8a974e55-cn-shanghai-vpc.alicloudapi.com
            internet: true
            apis:
              cloudapi:
                method: GET
                path: /web/cloudapi
                auth: none
                backend: {vpc_access: backend-auth, method: GET, path: /web/cloudapi}
                published: [RELEASE]

bandwidth_plans:
  plan-china: {areas: [China, China], bandwidth: 2Mbps, cen: cen-1}

cens:
  cen-1:
    id: cen-uggzcthgz7cwsl7prr
    edition: basic
    attachments:
      fc-access: {vpc: vpc-fc-access}
      api-access: {vpc: vpc-api-access}
    region_bandwidth:
      zhangjiakou-shanghai: {regions: [cn-zhangjiakou, cn-shanghai], plan: plan-china, bandwidth: 2Mbps}
    service_routes:                       # ResolveAndRouteServiceInCen
      api-gateway:
        host: 100.104.255.128/26
        host_region: cn-shanghai
        host_vpc: vpc-api-access
        access_regions: [cn-zhangjiakou, cn-shanghai]
        provisioning: ticket

`
