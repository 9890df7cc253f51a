//! From the text of an expression to its tree.

use super::expression::{Binary, Expression, ExpressionError, Function};
use super::nearest::nearest;

/// How deeply parentheses and calls may nest: far beyond any sensible recipe, well within any stack.
const DEEPEST: usize = 64;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Text(String),
    Sign(&'static str),
}

const SIGNS: [&str; 16] = ["<=", ">=", "==", "!=", "&&", "||", "+", "-", "*", "/", "^", "<", ">", "(", ")", ","];

pub(super) fn parse(text: &str) -> Result<Expression, ExpressionError> {
    let tokens = tokens(text)?;
    let mut parser = Parser { end: text.chars().count() + 1, tokens, next: 0, depth: 0 };
    let tree = parser.operators(0)?;
    match parser.peek() {
        None => Ok(tree),
        Some(token) => Err(parser.error(tr!("found {}, expected an operator or the end", shown(token)))),
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ExpressionError> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let start = at;
        let while_true = |from: usize, keep: &dyn Fn(usize, char) -> bool| {
            (from..letters.len()).find(|&index| !keep(index, letters[index])).unwrap_or(letters.len())
        };
        if letter.is_whitespace() {
            at += 1;
            continue;
        }
        let token = if letter.is_ascii_digit() || letter == '.' {
            at = while_true(at, &|index, letter| {
                letter.is_ascii_digit()
                    || letter == '.'
                    || letter == 'e'
                    || (matches!(letter, '-' | '+') && index > 0 && letters[index - 1] == 'e')
            });
            let digits: String = letters[start..at].iter().collect();
            let number = digits.parse().map_err(|_| ExpressionError {
                at: start + 1,
                what: tr!("found \"{digits}\", expected a number such as 0.25", digits),
            })?;
            Token::Number(number)
        } else if letter.is_alphabetic() || letter == '_' {
            at = while_true(at, &|_, letter| letter.is_alphanumeric() || letter == '_');
            Token::Name(letters[start..at].iter().collect())
        } else if letter == '\'' {
            let close = while_true(at + 1, &|_, letter| letter != '\'');
            if close == letters.len() {
                return Err(ExpressionError { at: start + 1, what: tr!("this quote is never closed").to_owned() });
            }
            at = close + 1;
            Token::Text(letters[start + 1..close].iter().collect())
        } else {
            let rest: String = letters[at..(at + 2).min(letters.len())].iter().collect();
            let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) else {
                return Err(ExpressionError {
                    at: start + 1,
                    what: tr!("found \"{letter}\", which no expression uses", letter),
                });
            };
            at += sign.len();
            Token::Sign(sign)
        };
        tokens.push((start + 1, token));
    }
    Ok(tokens)
}

fn shown(token: &Token) -> String {
    match token {
        Token::Number(number) => tr!("the number {number}", number),
        Token::Name(name) => format!("\"{name}\""),
        Token::Text(text) => format!("'{text}'"),
        Token::Sign(sign) => format!("\"{sign}\""),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn error(&self, what: String) -> ExpressionError {
        ExpressionError { at: self.tokens.get(self.next).map_or(self.end, |(at, _)| *at), what }
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), ExpressionError> {
        if self.take(sign) {
            return Ok(());
        }
        let found = self.peek().map_or_else(|| tr!("the end").to_owned(), shown);
        Err(self.error(tr!("found {found}, expected \"{sign}\"", found, sign)))
    }

    /// The operator that comes next, with how strongly it binds.
    fn operator(&self) -> Option<(Binary, u8)> {
        match self.peek()? {
            Token::Name(word) if word == "or" => Some((Binary::Or, 1)),
            Token::Name(word) if word == "and" => Some((Binary::And, 2)),
            Token::Sign(sign) => Some(match *sign {
                "||" => (Binary::Or, 1),
                "&&" => (Binary::And, 2),
                "<" => (Binary::Less, 3),
                "<=" => (Binary::LessOrEqual, 3),
                ">" => (Binary::Greater, 3),
                ">=" => (Binary::GreaterOrEqual, 3),
                "==" => (Binary::Equal, 3),
                "!=" => (Binary::Different, 3),
                "+" => (Binary::Add, 4),
                "-" => (Binary::Subtract, 4),
                "*" => (Binary::Multiply, 5),
                "/" => (Binary::Divide, 5),
                "^" => (Binary::Power, 7),
                _ => return None,
            }),
            _ => None,
        }
    }

    /// Everything that binds at least as strongly as `least`.
    fn operators(&mut self, least: u8) -> Result<Expression, ExpressionError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(
                self.error(tr!("parentheses nest more than {DEEPEST} deep; split this into two variables", DEEPEST))
            );
        }
        let mut left = self.operand()?;
        while let Some((operator, strength)) = self.operator().filter(|(_, strength)| *strength >= least) {
            self.next += 1;
            // a^b^c is a^(b^c); everything else leans left.
            let right = self.operators(if operator == Binary::Power { strength } else { strength + 1 })?;
            left = compare_level(operator, left, right);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, ExpressionError> {
        if self.take("-") {
            let operand = self.operators(6)?;
            return Ok(Expression::Binary(Binary::Subtract, Box::new([Expression::Number(0.0), operand])));
        }
        if self.take("(") {
            let inner = self.operators(0)?;
            self.expect(")")?;
            return Ok(inner);
        }
        match self.peek().cloned() {
            Some(Token::Number(number)) => {
                self.next += 1;
                Ok(Expression::Number(number))
            }
            Some(Token::Text(level)) => {
                self.next += 1;
                Ok(Expression::Level { variable: String::new(), level })
            }
            Some(Token::Name(name)) => {
                self.next += 1;
                if self.take("(") { self.arguments(&name) } else { Ok(Expression::Name(name)) }
            }
            found => {
                let found = found.as_ref().map_or_else(|| tr!("the end").to_owned(), shown);
                Err(self.error(tr!("found {found}, expected a number, a name or \"(\"", found)))
            }
        }
    }

    fn arguments(&mut self, name: &str) -> Result<Expression, ExpressionError> {
        let Some(&(_, function, fewest, most)) = Function::NAMES.iter().find(|(known, ..)| *known == name) else {
            let known: Vec<&str> = Function::NAMES.iter().map(|(known, ..)| *known).collect();
            let hint = nearest(name, known.iter().copied())
                .map(|near| tr!("; did you mean {near}?", near))
                .unwrap_or_default();
            self.next -= 2;
            return Err(self.error(tr!("\"{name}\" is no function{hint} There are {}", known.join(", "), name, hint)));
        };
        let mut arguments = Vec::new();
        loop {
            arguments.push(self.operators(0)?);
            if !self.take(",") {
                break;
            }
        }
        self.expect(")")?;
        if (fewest..=most).contains(&arguments.len()) {
            return Ok(Expression::Call(function, arguments));
        }
        let wanted = if fewest == most { fewest.to_string() } else { tr!("at least {fewest}", fewest) };
        Err(self.error(tr!("{name} has {} arguments, expected {wanted}", arguments.len(), name, wanted)))
    }
}

/// A level in quotes learns from the other operand whose level it is.
fn compare_level(operator: Binary, left: Expression, right: Expression) -> Expression {
    let (left, right) = match (left, right) {
        (Expression::Name(variable), Expression::Level { level, .. }) => {
            (Expression::Name(variable.clone()), Expression::Level { variable, level })
        }
        (Expression::Level { level, .. }, Expression::Name(variable)) => {
            (Expression::Level { variable: variable.clone(), level }, Expression::Name(variable))
        }
        other => other,
    };
    Expression::Binary(operator, Box::new([left, right]))
}
