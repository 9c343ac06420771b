//! A few things by name.

/// What is known of a few hosts. Looked through one by one: there are never many, and a tree for each kind of thing would
/// be kilobytes to download.
#[derive(Debug)]
pub(super) struct Few<V>(Vec<(String, V)>);

/// More of them than anybody asks at once; the oldest is forgotten for the next.
const MOST: usize = 1024;

impl<V> Default for Few<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Few<V> {
    pub(super) fn get(&self, name: &str) -> Option<&V> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn insert(&mut self, name: String, value: V) {
        self.remove(&name);
        if self.0.len() >= MOST {
            self.0.remove(0);
        }
        self.0.push((name, value));
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }
}
