// The registries that the gateway asks without being told to. Nothing of this is private: whoever runs a firewall has the
// same list, and the registries' own documentation has most of it.

export interface Known {
  readonly name: string;
  /** What may be asked under /v2/. A `*` stands for any part of a label. */
  readonly hosts: readonly string[];
  /** Addresses of token servers and searches, but for those under /v2/ of the same host. */
  readonly endpoints: readonly string[];
  /** Where its blobs lie: never asked, only followed to. */
  readonly storage: readonly string[];
}

export const KNOWN: readonly Known[] = [
  {
    name: "Docker Hub",
    hosts: ["registry-1.docker.io"],
    endpoints: ["auth.docker.io/token", "hub.docker.com/v2/search/repositories", "index.docker.io/v1/search"],
    storage: [
      "production.cloudflare.docker.com",
      "production.cloudfront.docker.com",
      "docker-images-prod.*.r2.cloudflarestorage.com",
      "docker-images-prod.r2.cloudflarestorage.com",
      "docker-images-prod.s3.amazonaws.com",
      "docker-images-prod.s3.*.amazonaws.com",
      "docker-images-prod.s3.dualstack.*.amazonaws.com",
    ],
  },
  {
    name: "GitHub",
    hosts: ["ghcr.io"],
    endpoints: ["ghcr.io/token"],
    storage: ["pkg-containers.githubusercontent.com"],
  },
  {
    name: "Quay",
    hosts: ["quay.io"],
    endpoints: [],
    storage: ["cdn.quay.io", "cdn*.quay.io", "quayio-production-s3.s3.amazonaws.com"],
  },
  {
    name: "Google",
    hosts: ["gcr.io", "*.gcr.io", "*-docker.pkg.dev"],
    endpoints: [],
    storage: ["storage.googleapis.com"],
  },
  {
    name: "Microsoft",
    hosts: ["mcr.microsoft.com"],
    endpoints: [],
    storage: ["*.data.mcr.microsoft.com", "*.cdn.mscr.io"],
  },
  {
    name: "Amazon ECR Public",
    hosts: ["public.ecr.aws"],
    endpoints: ["public.ecr.aws/token"],
    storage: [
      "d2glxqk2uabbnd.cloudfront.net",
      "d5l0dvt14r5h8.cloudfront.net",
      "prod-*-starport-layer-bucket.s3.*.amazonaws.com",
    ],
  },
  {
    name: "Kubernetes",
    hosts: ["registry.k8s.io"],
    endpoints: [],
    storage: [
      "*-docker.pkg.dev",
      "cdn.registry.k8s.io",
      "prod-registry-k8s-io-*.s3.dualstack.*.amazonaws.com",
      "storage.googleapis.com",
    ],
  },
  {
    name: "GitLab",
    hosts: ["registry.gitlab.com"],
    endpoints: ["gitlab.com/jwt/auth"],
    storage: ["cdn.registry.gitlab-static.net", "storage.googleapis.com"],
  },
];

/** Whether a host is what a row of the list means. */
export function isOneOf(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => regexpOf(pattern).test(host));
}

function regexpOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[a-z0-9-]+")}$`);
}
