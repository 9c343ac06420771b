//! What docker would say.

use crate::error::Error;
use crate::reference::Reference;
use crate::registry::Endpoint;

/// Not among the local images.
pub(super) fn not_local(reference: &Reference) -> String {
    format!("Unable to find image '{}' locally", with_tag(reference))
}

/// An endpoint refused; docker shows what the last one said, and a mirror's refusal only in the daemon's log.
pub(super) fn refused(reference: &Reference, endpoint: Option<&Endpoint>, error: &Error) -> String {
    let daemon = |text: String| format!("Error response from daemon: {text}");
    let name = with_tag(reference);
    let repository = reference.familiar_repository();
    let asked = endpoint.map_or_else(
        || format!("https://{}", reference.registry()),
        |endpoint| endpoint.base.origin().ascii_serialization(),
    );
    match &*error.code() {
        "registry/no-such-image" => {
            daemon(format!("manifest for {name} not found: manifest unknown: manifest unknown"))
        }
        "registry/denied" => daemon(format!(
            "pull access denied for {repository}, repository does not exist or may require 'docker login': denied: \
             requested access to the resource is denied"
        )),
        "registry/too-many-requests" => daemon("toomanyrequests: You have reached your pull rate limit.".to_owned()),
        "registry/no-platform" => {
            daemon("no matching manifest for the platform in the manifest list entries".to_owned())
        }
        "network/timeout" => daemon(format!(
            "Get \"{asked}/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while \
             awaiting headers)"
        )),
        "network/failed" | "network/plain-http" => {
            daemon(format!("Get \"{asked}/v2/\": dial tcp: the host cannot be reached"))
        }
        "registry/digest-mismatch" => daemon(format!("manifest verification failed for {name}")),
        _ => daemon(error.message()),
    }
}

/// docker adds `latest` where there is neither tag nor digest.
fn with_tag(reference: &Reference) -> String {
    match (reference.tag(), reference.digest()) {
        (None, None) => format!("{}:latest", reference.familiar()),
        _ => reference.familiar(),
    }
}
