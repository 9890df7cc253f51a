//! From the text of a check to its tree.
//!
//! ```text
//! condition  = all { "or" all }            all = one { "and" one }
//! one        = "not" one | "(" condition ")" | event | sum comparison sum
//! event      = seen("roc") | uses("lactate") | classifier("tree") | chosen("id", "words") | answered("id") | card("id") | measure("balance")
//! sum        = product { "+" | "-" product }   product = factor { "*" | "/" factor }
//! factor     = number [ "%" ] | "(" sum ")" | function | figure
//! function   = abs(sum) | low(x) | high(x) | width(x) | gap(figure) | closed_gaps(3%) | answer("id") | count("id") | length("id")
//! figure     = [ "start." | "before." ] [ "paper." | "ward." | "training." ] name [ "[" "group" "]" ] | collect.knob | deploy.knob
//! ```

use super::Sight;
use super::check::{Check, Comparison, End, Knobs, Measure, Named, Operand, Side, Time};
use super::figures::Figure;
use crate::data::nearest::nearest;
use crate::learn::ClassifierKind;

/// How deeply parentheses may nest.
const DEEPEST: usize = 32;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Text(String),
    Sign(&'static str),
}

const SIGNS: [&str; 17] = ["<=", ">=", "==", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",", ".", "%", "="];
const EVENTS: [&str; 7] = ["seen", "uses", "classifier", "chosen", "answered", "card", "measure"];
const FUNCTIONS: [&str; 9] = ["abs", "low", "high", "width", "gap", "closed_gaps", "answer", "count", "length"];

pub(super) fn parse(text: &str) -> Result<Check, String> {
    let mut parser = Parser::new(text)?;
    let check = parser.condition()?;
    parser.end()?;
    Ok(check)
}

pub(super) fn parse_operand(text: &str) -> Result<Operand, String> {
    let mut parser = Parser::new(text)?;
    let operand = parser.sum()?;
    parser.end()?;
    Ok(operand)
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn new(text: &str) -> Result<Self, String> {
        Ok(Self { tokens: tokens(text)?, next: 0, end: text.chars().count() + 1, depth: 0 })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn after(&self) -> Option<&Token> {
        self.tokens.get(self.next + 1).map(|(_, token)| token)
    }

    /// An error at the token that stands next.
    fn wrong<T>(&self, expected: &str) -> Result<T, String> {
        let at = self.tokens.get(self.next).map_or(self.end, |(at, _)| *at);
        let found = match self.peek() {
            None => tr!("the end").to_owned(),
            Some(Token::Number(number)) => number.to_string(),
            Some(Token::Name(name)) => name.clone(),
            Some(Token::Text(text)) => format!("\"{text}\""),
            Some(Token::Sign(sign)) => (*sign).to_owned(),
        };
        Err(tr!("found {found}, expected {expected} (at character {at})", found, expected, at))
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        self.next += usize::from(found);
        found
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(next)) if next == word);
        self.next += usize::from(found);
        found
    }

    fn must(&mut self, sign: &'static str) -> Result<(), String> {
        if self.takes(sign) { Ok(()) } else { self.wrong(sign) }
    }

    fn end(&self) -> Result<(), String> {
        if self.next == self.tokens.len() { Ok(()) } else { self.wrong(tr!("and, or, or the end")) }
    }

    fn name(&mut self, expected: &str) -> Result<String, String> {
        let Some(Token::Name(name)) = self.peek() else { return self.wrong(expected) };
        let name = name.clone();
        self.next += 1;
        Ok(name)
    }

    fn text(&mut self, expected: &str) -> Result<String, String> {
        let Some(Token::Text(text)) = self.peek() else { return self.wrong(expected) };
        let text = text.clone();
        self.next += 1;
        Ok(text)
    }

    fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<T, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.wrong(tr!("fewer parentheses within each other"));
        }
        let inside = inside(self);
        self.depth -= 1;
        inside
    }

    fn condition(&mut self) -> Result<Check, String> {
        let mut check = self.all()?;
        while self.takes_word("or") {
            check = Check::Or(Box::new([check, self.all()?]));
        }
        Ok(check)
    }

    fn all(&mut self) -> Result<Check, String> {
        let mut check = self.one()?;
        while self.takes_word("and") {
            check = Check::And(Box::new([check, self.one()?]));
        }
        Ok(check)
    }

    fn one(&mut self) -> Result<Check, String> {
        if self.takes_word("not") {
            return self.deeper(|parser| Ok(Check::Not(Box::new(parser.one()?))));
        }
        if let (Some(Token::Name(name)), Some(Token::Sign("("))) = (self.peek(), self.after())
            && EVENTS.contains(&name.as_str())
        {
            let name = name.clone();
            self.next += 2;
            let event = self.event(&name)?;
            self.must(")")?;
            return Ok(event);
        }
        // A parenthesis may hold a condition or a sum: whichever reads on.
        let start = self.next;
        if self.takes("(") {
            let inner = self.deeper(Self::condition);
            if let Ok(inner) = inner
                && self.takes(")")
            {
                return Ok(inner);
            }
            self.next = start;
        }
        let left = self.sum()?;
        let comparison = self.comparison()?;
        Ok(Check::Compare(comparison, Box::new([left, self.sum()?])))
    }

    fn comparison(&mut self) -> Result<Comparison, String> {
        let known = [
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("<", Comparison::Below),
            (">", Comparison::Above),
            ("==", Comparison::Equal),
        ];
        for (sign, comparison) in known {
            if self.takes(sign) {
                return Ok(comparison);
            }
        }
        self.wrong(tr!("one of <= >= < > =="))
    }

    fn event(&mut self, name: &str) -> Result<Check, String> {
        match name {
            "seen" => {
                let wanted = self.text(tr!("what was looked at, such as \"roc\""))?;
                let names = Sight::ALL.map(|(name, _)| name);
                Sight::named(&wanted).map(Check::Seen).ok_or_else(|| unknown(tr!("thing to look at"), &wanted, &names))
            }
            "uses" => Ok(Check::Uses(self.text(tr!("the id of an input, such as \"lactate\""))?)),
            "classifier" => {
                let wanted = self.text(tr!("a classifier, such as \"tree\""))?;
                let found = ClassifierKind::ALL.into_iter().find(|kind| kind.id() == wanted);
                let names = ClassifierKind::ALL.map(ClassifierKind::id);
                found.map(Check::Classifier).ok_or_else(|| unknown("classifier", &wanted, &names))
            }
            "chosen" => {
                let id = self.text(tr!("the id of a question"))?;
                self.must(",")?;
                Ok(Check::Chosen(id, self.text(tr!("the words of the choice"))?))
            }
            "measure" => {
                let wanted = self.text(tr!("what is done against bias, such as \"balance\""))?;
                let found = Measure::ALL.into_iter().find(|(name, ..)| *name == wanted);
                let names = Measure::ALL.map(|(name, ..)| name);
                found.map(|(_, measure, _)| Check::Measure(measure)).ok_or_else(|| unknown("measure", &wanted, &names))
            }
            "card" => Ok(Check::Card(self.text(tr!("the id of a card"))?)),
            _ => Ok(Check::Answered(self.text(tr!("the id of a question"))?)),
        }
    }

    fn sum(&mut self) -> Result<Operand, String> {
        let mut sum = self.product()?;
        loop {
            let sign = match () {
                () if self.takes("+") => '+',
                () if self.takes("-") => '-',
                () => return Ok(sum),
            };
            sum = Operand::Two(sign, Box::new([sum, self.product()?]));
        }
    }

    fn product(&mut self) -> Result<Operand, String> {
        let mut product = self.factor()?;
        loop {
            let sign = match () {
                () if self.takes("*") => '*',
                () if self.takes("/") => '/',
                () => return Ok(product),
            };
            product = Operand::Two(sign, Box::new([product, self.factor()?]));
        }
    }

    fn factor(&mut self) -> Result<Operand, String> {
        if self.takes("(") {
            let inner = self.deeper(Self::sum)?;
            self.must(")")?;
            return Ok(inner);
        }
        if let Some(&Token::Number(number)) = self.peek() {
            self.next += 1;
            return Ok(Operand::Number(if self.takes("%") { number / 100.0 } else { number }));
        }
        if let (Some(Token::Name(name)), Some(Token::Sign("("))) = (self.peek(), self.after()) {
            let name = name.clone();
            if !FUNCTIONS.contains(&name.as_str()) {
                let known: Vec<&str> = FUNCTIONS.into_iter().chain(EVENTS).collect();
                return Err(unknown("function", &name, &known));
            }
            self.next += 2;
            let operand = self.function(&name)?;
            self.must(")")?;
            return Ok(operand);
        }
        self.figure()
    }

    fn function(&mut self, name: &str) -> Result<Operand, String> {
        let end = match name {
            "low" => Some(End::Low),
            "high" => Some(End::High),
            "width" => Some(End::Width),
            _ => None,
        };
        if let Some(end) = end {
            if self.takes_word("answer") {
                self.must("(")?;
                let id = self.text(tr!("the id of a question"))?;
                self.must(")")?;
                return Ok(Operand::Answer(Some(end), id));
            }
            return Ok(Operand::Interval(end, self.plain_figure()?));
        }
        match name {
            "abs" => self.deeper(|parser| Ok(Operand::Abs(Box::new(parser.sum()?)))),
            "gap" => Ok(Operand::Gap(self.plain_figure()?)),
            "closed_gaps" => match self.factor()? {
                Operand::Number(most) => Ok(Operand::ClosedGaps(Side::Paper, most)),
                _ => self.wrong(tr!("a number such as 3%")),
            },
            "answer" => Ok(Operand::Answer(None, self.text(tr!("the id of a question"))?)),
            "count" => Ok(Operand::Count(self.text(tr!("the id of a question"))?)),
            _ => Ok(Operand::Length(self.text(tr!("the id of a question"))?)),
        }
    }

    fn plain_figure(&mut self) -> Result<Named, String> {
        match self.figure()? {
            Operand::Figure(named) => Ok(named),
            _ => self.wrong(tr!("a figure such as sensitivity")),
        }
    }

    fn figure(&mut self) -> Result<Operand, String> {
        let mut parts = vec![self.name(tr!("a number or the name of a figure"))?];
        while self.takes(".") {
            parts.push(self.name(tr!("a name after the point"))?);
        }
        let name = parts.pop().unwrap_or_default();
        let (mut side, mut time) = (Side::Paper, Time::Now);
        for part in &parts {
            match part.as_str() {
                "collect" if parts.len() == 1 => return Ok(Operand::Knob(Knobs::Collect, name)),
                "deploy" if parts.len() == 1 => return Ok(Operand::Knob(Knobs::Deploy, name)),
                "paper" => side = Side::Paper,
                "ward" => side = Side::Ward,
                "training" => side = Side::Training,
                "start" => time = Time::Start,
                "before" => time = Time::Before,
                other => {
                    let known = ["paper", "ward", "training", "start", "before", "collect", "deploy"];
                    return Err(unknown(tr!("word before a point"), other, &known));
                }
            }
        }
        let group = if self.takes("[") {
            let group = self.text(tr!("a group in quotes, such as \"Female\""))?;
            self.must("]")?;
            Some(group)
        } else {
            None
        };
        let known: Vec<&str> = Figure::names().collect();
        let figure = Figure::named(&name).filter(|_| known.contains(&name.as_str()));
        let figure = figure.ok_or_else(|| unknown("figure", &name, &known))?;
        Ok(Operand::Figure(Named { figure, name, side, time, group }))
    }
}

fn unknown(what: &str, found: &str, known: &[&str]) -> String {
    let near = nearest(found, known.iter().copied());
    let near = near.map_or_else(String::new, |name| tr!(" (did you mean {name}?)", name));
    tr!("there is no {what} \"{found}\"{near}; there are {}", known.join(", "), what, found, near)
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, String> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let start = at;
        let run = |from: usize, keep: &dyn Fn(char) -> bool| {
            letters[from..].iter().position(|&letter| !keep(letter)).map_or(letters.len(), |length| from + length)
        };
        if letter.is_whitespace() {
            at += 1;
            continue;
        }
        let token = if letter.is_ascii_digit() {
            at = run(at, &|letter| letter.is_ascii_digit() || letter == '.');
            let digits: String = letters[start..at].iter().collect();
            let number = digits.parse();
            Token::Number(number.map_err(|_| {
                tr!("found {digits}, expected a number such as 0.25 (at character {})", start + 1, digits)
            })?)
        } else if letter.is_alphabetic() || letter == '_' {
            at = run(at, &|letter| letter.is_alphanumeric() || letter == '_');
            Token::Name(letters[start..at].iter().collect())
        } else if letter == '"' {
            at = run(at + 1, &|letter| letter != '"');
            if at == letters.len() {
                return Err(tr!("the quotation mark at character {} is never closed", start + 1));
            }
            at += 1;
            Token::Text(letters[start + 1..at - 1].iter().collect())
        } else {
            let sign = SIGNS.into_iter().find(|sign| letters[at..].starts_with(&sign.chars().collect::<Vec<_>>()));
            let sign =
                sign.ok_or_else(|| tr!("found {letter}, which no check knows (at character {})", start + 1, letter))?;
            at += sign.len();
            Token::Sign(sign)
        };
        tokens.push((start + 1, token));
    }
    Ok(tokens)
}
