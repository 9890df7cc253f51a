//! Keys of a file that nobody knows: which, where, and what was probably meant.

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::nearest::nearest;

/// A key that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}",
    tr!("line {line}: \"{found}\" is no key {place}{meant}", line = .line, found = .found, place = .place, meant = self.meant())
)]
pub struct WrongKey {
    /// The line, counted from 1.
    pub line: usize,
    /// The key.
    pub found: String,
    /// Where it is none, as "of \[mitigation\]".
    pub place: String,
    /// The known key most like it, if one is.
    pub nearest: Option<String>,
    /// All known keys there.
    pub known: Vec<String>,
}

impl WrongKey {
    fn meant(&self) -> String {
        meant(self.nearest.as_deref(), &self.known)
    }
}

fn meant(nearest: Option<&str>, known: &[String]) -> String {
    nearest.map_or_else(
        || tr!("; the keys there are: {}", known.join(", ")),
        |name| tr!(" (did you mean \"{name}\"?)", name),
    )
}

/// The keys that `T` knows, as it says itself when it is shown one that it does not.
#[must_use]
pub fn keys<T: DeserializeOwned>() -> Vec<String> {
    let probed = toml::from_str::<T>("\"?\" = 0");
    probed.err().and_then(|error| unknown(error.message())).map(|(_, known)| known).unwrap_or_default()
}

/// Takes apart what is said of a key that is not known: the key, and those that are.
fn unknown(message: &str) -> Option<(String, Vec<String>)> {
    let names = message.strip_prefix("unknown field ")?;
    let mut names = names.split('`').skip(1).step_by(2).map(str::to_owned);
    let found = names.next()?;
    Some((found, names.collect()))
}

/// What is wrong with a file in TOML, without its place; a key that is not known is told with the one that was probably meant.
#[must_use]
pub fn finding(error: &toml::de::Error) -> String {
    let Some((found, known)) = unknown(error.message()) else { return error.message().to_owned() };
    let near = nearest(&found, known.iter().map(String::as_str));
    tr!("\"{found}\" is no key here{}", meant(near, &known), found)
}

/// Every key of `text` that nobody knows, in order. `known` says which keys the table at a path has, as `[]` for the whole and
/// `["months", "drift"]` for a table in a table; `None` where a table's keys are names that only the dataset knows.
#[must_use]
pub fn wrong_keys(text: &str, known: &dyn Fn(&[&str]) -> Option<Vec<String>>) -> Vec<WrongKey> {
    let mut found = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        look_through(text, table.get_ref(), &mut Vec::new(), known, &mut found);
    }
    found.sort_by_key(|key| key.line);
    found
}

fn look_through<'a>(
    text: &str,
    table: &'a DeTable<'_>,
    path: &mut Vec<&'a str>,
    known: &dyn Fn(&[&str]) -> Option<Vec<String>>,
    found: &mut Vec<WrongKey>,
) {
    let Some(names) = known(path) else { return };
    for (key, value) in table {
        let name: &str = key.get_ref();
        if !names.iter().any(|known| known == name) {
            let place = if path.is_empty() { tr!("of this file").to_owned() } else { tr!("of [{}]", path.join(".")) };
            let nearest = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
            let line = line_of(text, key.span().start);
            found.push(WrongKey { line, found: name.to_owned(), place, nearest, known: names.clone() });
        } else if let DeValue::Table(inner) = value.get_ref() {
            path.push(name);
            look_through(text, inner, path, known, found);
            path.pop();
        }
    }
}

/// The line on which a name stands below a path of keys: a key there, or a text in a list or alone.
#[must_use]
pub fn line_of_name(text: &str, path: &str, name: &str) -> Option<usize> {
    let whole = DeTable::parse(text).ok()?;
    let mut table = whole.get_ref();
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let value = table.get(part)?;
        match value.get_ref() {
            DeValue::Table(inner) if parts.peek().is_none() => {
                let key = inner.keys().find(|key| &**key.get_ref() == name)?;
                return Some(line_of(text, key.span().start));
            }
            DeValue::Table(inner) => table = inner,
            DeValue::Array(list) => {
                let named = list.iter().find(|value| value.get_ref().as_str() == Some(name))?;
                return Some(line_of(text, named.span().start));
            }
            _ => return Some(line_of(text, value.span().start)),
        }
    }
    None
}

fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its keys matter")]
    struct File {
        seed: u32,
        patients: u32,
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its keys matter")]
    struct Inner {
        depth: u32,
    }

    #[test]
    fn every_wrong_key_is_found_with_its_line_and_what_was_meant() {
        let known = |path: &[&str]| match path {
            [] => Some(keys::<File>()),
            ["inner"] => Some(keys::<Inner>()),
            _ => None,
        };
        let text = "sead = 1\npatients = 3\n\n[inner]\n# a remark\ndept = 2\nzzz = 3\n";
        let told: Vec<String> = wrong_keys(text, &known).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "line 1: \"sead\" is no key of this file (did you mean \"seed\"?)",
                "line 6: \"dept\" is no key of [inner] (did you mean \"depth\"?)",
                "line 7: \"zzz\" is no key of [inner]; the keys there are: depth",
            ]
        );
        assert_eq!(wrong_keys("seed = 1\npatients = 2\n", &known), []);
        assert_eq!(wrong_keys("seed = ", &known), [], "what is no TOML is told otherwise");
    }

    #[test]
    fn one_wrong_key_is_told_with_the_one_that_was_meant() {
        let error = toml::from_str::<File>("seed = 1\npateints = 2\n").expect_err("a wrong key");
        assert_eq!(finding(&error), "\"pateints\" is no key here (did you mean \"patients\"?)");
        let error = toml::from_str::<File>("seed = -1\n").expect_err("a wrong number");
        assert_eq!(finding(&error), error.message());
    }

    #[test]
    fn a_name_is_found_as_key_in_a_list_and_alone() {
        let text = "one = \"a\"\nlist = [\n  \"b\",\n  \"c\",\n]\n[table]\nd = 1\n[table.inner]\ne = 2\n";
        let line = |path, name| line_of_name(text, path, name);
        assert_eq!(line("one", "a"), Some(1));
        assert_eq!(line("list", "c"), Some(4));
        assert_eq!(line("table", "d"), Some(7));
        assert_eq!(line("table.inner", "e"), Some(9));
        assert_eq!(line("table.inner", "x"), None);
        assert_eq!(line("gone", "x"), None);
    }
}
