package alibaba

// areas are the areas that bandwidth plans count regions to (routing b.5:
// Hong Kong is Asia Pacific; H). A region that is not here says its own.
var areas = map[string]string{
	"cn-beijing": "China", "cn-chengdu": "China", "cn-fuzhou": "China", "cn-guangzhou": "China",
	"cn-hangzhou": "China", "cn-heyuan": "China", "cn-huhehaote": "China", "cn-nanjing": "China",
	"cn-qingdao": "China", "cn-shanghai": "China", "cn-shenzhen": "China", "cn-wuhan-lr": "China",
	"cn-wulanchabu": "China", "cn-zhangjiakou": "China",

	"cn-hongkong": "Asia-Pacific", "ap-northeast-1": "Asia-Pacific", "ap-northeast-2": "Asia-Pacific",
	"ap-southeast-1": "Asia-Pacific", "ap-southeast-3": "Asia-Pacific", "ap-southeast-5": "Asia-Pacific",
	"ap-southeast-6": "Asia-Pacific", "ap-southeast-7": "Asia-Pacific",

	"us-east-1": "North-America", "us-west-1": "North-America",
	"eu-central-1": "Europe", "eu-west-1": "Europe",
	"ap-southeast-2": "Australia",
	"me-east-1":      "Middle-East", "me-central-1": "Middle-East",
}

// AreaOf is the area of a region; empty if it is not known.
func (r *Region) AreaOf() string { return r.Area.Or(areas[r.Name]) }
