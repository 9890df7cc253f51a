//! Recipes as TOML files: reading, and every check that needs no patients.

use toml::Spanned;

use super::draw::Draw;
use super::expression::{Expression, ExpressionError, Function};
use super::nearest::nearest;
use super::question::{DECISION_NAMES, Question};
use super::recipe::{ActsOn, Card, Knob, Recipe, Solve, Variable, Words};
use super::recipe_tables::{File, KnobTable, QuestionTable, SolveTable, Text, VariableTable};
use super::wrong_key::finding;
use crate::num::Threshold;

/// What is wrong with a recipe, and where: in words for the teacher who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}",
    tr!(
        "{file}, line {line}{}: {what}",
        .part.as_ref().map(|part| format!(", {part}")).unwrap_or_default(), file = .file, line = .line, what = .what
    )
)]
pub struct RecipeError {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The variable or knob, if it is about one.
    pub part: Option<String>,
    /// What was found, what was expected and what to do.
    pub what: String,
}

impl Recipe {
    /// Reads a recipe; `file` is its name, for errors.
    ///
    /// # Errors
    /// [`RecipeError`] at the first thing that is wrong: the file's form, a name that is unknown or stands twice, a
    /// distribution, a limit, a knob's range.
    pub fn parse(text: &str, file: &str) -> Result<Self, RecipeError> {
        let source = Source { text, file };
        let read: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| source.line(span.start));
            RecipeError { file: file.to_owned(), line, part: None, what: finding(&error) }
        })?;
        let knobs = read.knobs.into_iter().map(|knob| source.knob(knob)).collect::<Result<Vec<_>, _>>()?;
        let reader = Reader { source: &source, knobs: &knobs, variables: Vec::new() };
        reader.read_all(read.variables).and_then(|variables| {
            let reader = Reader { source: &source, knobs: &knobs, variables };
            let outcome = reader.known_variable(&read.outcome.variable, "outcome")?;
            if let Some(group) = &read.group_by {
                reader.known_variable(group, "group_by")?;
            }
            let label = read.label.map(|label| reader.draw(&label.draw, "label", &[])).transpose()?;
            let keep = read.keep.map(|keep| reader.expression(&keep, "keep", &[])).transpose()?;
            let questions = read.questions.into_iter().map(|question| reader.question(question));
            let questions = questions.collect::<Result<Vec<_>, _>>()?;
            let default_threshold = Threshold::new(*read.threshold.get_ref())
                .map_err(|error| source.error(read.threshold.span().start, None, tr!("threshold: {error}", error)))?;
            if *read.patients.get_ref() < 20 {
                return Err(source.error(
                    read.patients.span().start,
                    None,
                    tr!("patients: expected at least 20").to_owned(),
                ));
            }
            Ok(Self {
                id: read.id.into_inner(),
                alias: read.alias.unwrap_or_default(),
                title: read.title,
                summary: read.summary,
                card: Card {
                    mirrors: read.card.mirrors,
                    invented: read.card.invented,
                    references: read.card.references,
                },
                words: Words { condition: read.words.condition },
                default_patients: read.patients.into_inner(),
                default_threshold,
                group_by: read.group_by.map(Spanned::into_inner),
                outcome,
                label,
                keep,
                variables: reader.variables.clone(),
                knobs: knobs.clone(),
                questions,
            })
        })
    }
}

/// The text, to tell lines.
struct Source<'a> {
    text: &'a str,
    file: &'a str,
}

impl Source<'_> {
    fn line(&self, byte: usize) -> usize {
        1 + self.text.bytes().take(byte).filter(|&byte| byte == b'\n').count()
    }

    fn error(&self, byte: usize, part: Option<&str>, what: String) -> RecipeError {
        RecipeError { file: self.file.to_owned(), line: self.line(byte), part: part.map(str::to_owned), what }
    }

    fn knob(&self, knob: KnobTable) -> Result<Knob, RecipeError> {
        let part = tr!("knob \"{}\"", knob.id.get_ref());
        let at = knob.id.span().start;
        let wrong = |what: String| Err(self.error(at, Some(&part), what));
        let KnobTable { min, max, step, default, default_deployed, .. } = knob;
        if !(min.is_finite() && max.is_finite() && min < max) {
            return wrong(tr!("it goes from {min} to {max}; expected two numbers, the smaller one first", min, max));
        }
        if !(step > 0.0 && step.is_finite()) {
            return wrong(tr!("its step is {step}; expected a number above 0", step));
        }
        for value in [Some(default), default_deployed].into_iter().flatten() {
            if !(min..=max).contains(&value) {
                return wrong(tr!(
                    "its default {value} lies outside {min} to {max}; move the one or the other",
                    value,
                    min,
                    max
                ));
            }
        }
        let acts_on = match knob.acts_on.get_ref().as_str() {
            "collected" => ActsOn::Collected,
            "deployed" => ActsOn::Deployed,
            "both" => ActsOn::Both,
            other => {
                let what = tr!("acts_on is \"{other}\"; expected \"collected\", \"deployed\" or \"both\"", other);
                return Err(self.error(knob.acts_on.span().start, Some(&part), what));
            }
        };
        let (label, before, alias, id) = (knob.label, knob.before, knob.alias, knob.id.into_inner());
        Ok(Knob { id, alias, label, before, min, max, step, default, default_deployed, acts_on })
    }
}

/// Reads variables one after the other; each knows those before it.
struct Reader<'a> {
    source: &'a Source<'a>,
    knobs: &'a [Knob],
    variables: Vec<Variable>,
}

impl Reader<'_> {
    fn read_all(mut self, tables: Vec<VariableTable>) -> Result<Vec<Variable>, RecipeError> {
        let later: Vec<String> = tables.iter().map(|table| table.id.get_ref().clone()).collect();
        for (number, table) in tables.into_iter().enumerate() {
            let variable = self.variable(table, &later[number..])?;
            self.variables.push(variable);
        }
        Ok(self.variables)
    }

    fn variable(&self, table: VariableTable, later: &[String]) -> Result<Variable, RecipeError> {
        let id = table.id.get_ref().clone();
        let part = tr!("variable \"{id}\"", id);
        let wrong = |byte: usize, what: String| Err(self.source.error(byte, Some(&part), what));
        let at = table.id.span().start;
        let plain = id.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        if !plain || id.is_empty() || id.starts_with(|letter: char| letter.is_ascii_digit()) {
            return wrong(at, tr!("\"{id}\" is no name; use letters, digits and _, a letter first", id));
        }
        if self.names().any(|known| known == id) || Function::NAMES.iter().any(|(known, ..)| *known == id) {
            return wrong(at, tr!("the name \"{id}\" is taken; choose another", id));
        }
        for (what, pair) in [("limits", &table.limits), (tr!("usual values"), &table.usual)] {
            let Some(pair) = pair else { continue };
            let [least, greatest] = *pair.get_ref();
            // Only what is usual may be open to one side.
            let open = what != "limits" && (least.is_finite() || greatest.is_finite());
            if !(least < greatest && (open || least.is_finite() && greatest.is_finite())) {
                let what = tr!(
                    "its {what} are {least} and {greatest}; expected two numbers, the smaller one first",
                    what,
                    least,
                    greatest
                );
                return wrong(pair.span().start, what);
            }
        }
        let solved: Vec<&str> = table.solve.iter().map(|solve| solve.name.as_str()).collect();
        let seen = Seen { later, solved: &solved };
        let draw = self.draw_seeing(&table.draw, &part, &seen)?;
        if let Draw::Choice(shares) = &draw
            && shares.len() != table.levels.len()
        {
            let what = tr!("choice has {} shares for {} levels; give one to each", shares.len(), table.levels.len());
            return wrong(table.draw.span().start, what);
        }
        let deployed = table.deployed.as_ref().map(|draw| self.draw_seeing(draw, &part, &seen)).transpose()?;
        let expression =
            |text: &Option<Text>| text.as_ref().map(|text| self.expression_seeing(text, &part, &seen)).transpose();
        let (above, missing) = (expression(&table.above)?, expression(&table.missing)?);
        let solve = table.solve.as_ref().map(|solve| self.solve(solve, &part)).transpose()?;
        Ok(Variable {
            label: table.label,
            unit: table.unit,
            levels: table.levels,
            draw,
            deployed,
            above,
            limits: table.limits.map(Spanned::into_inner),
            usual: table.usual.map(Spanned::into_inner),
            round: table.round,
            missing,
            solve,
            decimals: table.decimals.unwrap_or(0),
            hidden: table.hidden,
            group: table.group,
            late: table.late,
            unticked: table.unticked.unwrap_or(table.group),
            known_when: table.known.unwrap_or_else(|| tr!("at the time").to_owned()),
            id,
        })
    }

    fn solve(&self, table: &SolveTable, part: &str) -> Result<Solve, RecipeError> {
        let mean = self.expression(&table.mean, part, &[])?;
        for knob in &table.when {
            if !self.knobs.iter().any(|known| known.id == *knob.get_ref()) {
                let known = self.knobs.iter().map(|known| known.id.as_str());
                return Err(self.unknown(knob.span().start, part, knob.get_ref(), known, &[]));
            }
        }
        let when = table.when.iter().map(|knob| knob.get_ref().clone()).collect();
        Ok(Solve { name: table.name.clone(), start: table.start, mean, when })
    }

    fn question(&self, table: QuestionTable) -> Result<Question, RecipeError> {
        let part = tr!("question \"{}\"", table.id);
        let seen = Seen { later: &[], solved: &DECISION_NAMES };
        let among = table.among.map(|among| self.expression_seeing(&among, &part, &seen)).transpose()?;
        let share = self.expression_seeing(&table.share, &part, &seen)?;
        Ok(Question { id: table.id, label: table.label, ask: table.ask, among, share })
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let solved = self.variables.iter().filter_map(|variable| variable.solve.as_ref());
        let variables = self.variables.iter().map(|variable| variable.id.as_str());
        let knobs = self.knobs.iter().map(|knob| knob.id.as_str());
        variables.chain(knobs).chain(solved.map(|solve| solve.name.as_str()))
    }

    fn known_variable(&self, name: &Text, part: &str) -> Result<String, RecipeError> {
        if self.variables.iter().any(|variable| variable.id == *name.get_ref()) {
            return Ok(name.get_ref().clone());
        }
        let known = self.variables.iter().map(|variable| variable.id.as_str());
        Err(self.unknown(name.span().start, part, name.get_ref(), known, &[]))
    }

    fn draw(&self, text: &Text, part: &str, later: &[String]) -> Result<Draw, RecipeError> {
        self.draw_seeing(text, part, &Seen { later, solved: &[] })
    }

    fn expression(&self, text: &Text, part: &str, later: &[String]) -> Result<Expression, RecipeError> {
        self.expression_seeing(text, part, &Seen { later, solved: &[] })
    }

    fn draw_seeing(&self, text: &Text, part: &str, seen: &Seen<'_>) -> Result<Draw, RecipeError> {
        let draw = Draw::parse(text.get_ref()).map_err(|error| self.misread(text, part, &error))?;
        for expression in draw.expressions() {
            self.check_names(text, part, expression, seen)?;
        }
        Ok(draw)
    }

    fn expression_seeing(&self, text: &Text, part: &str, seen: &Seen<'_>) -> Result<Expression, RecipeError> {
        let expression = Expression::parse(text.get_ref()).map_err(|error| self.misread(text, part, &error))?;
        self.check_names(text, part, &expression, seen)?;
        Ok(expression)
    }

    fn misread(&self, text: &Text, part: &str, error: &ExpressionError) -> RecipeError {
        self.source.error(text.span().start, Some(part), tr!("in \"{}\": {error}", text.get_ref(), error))
    }

    fn check_names(
        &self,
        text: &Text,
        part: &str,
        expression: &Expression,
        seen: &Seen<'_>,
    ) -> Result<(), RecipeError> {
        let mut stranger = None;
        expression.names(&mut |name| {
            let known = self.names().any(|known| known == name) || seen.solved.contains(&name);
            if !known && stranger.is_none() {
                stranger = Some(name.to_owned());
            }
        });
        if let Some(name) = stranger {
            return Err(self.unknown(text.span().start, part, &name, self.names(), seen.later));
        }
        let mut odd = None;
        expression.levels(&mut |variable, level| {
            let levels = self.variables.iter().find(|known| known.id == variable).map(|known| &known.levels);
            if levels.is_none_or(|levels| !levels.iter().any(|known| known == level)) {
                let known = levels.map(|levels| levels.join(", ")).unwrap_or_default();
                odd = Some(tr!("\"{variable}\" has no level '{level}'; it has {known}", variable, level, known));
            }
        });
        odd.map_or(Ok(()), |what| Err(self.source.error(text.span().start, Some(part), what)))
    }

    fn unknown<'n>(
        &self,
        byte: usize,
        part: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
        later: &[String],
    ) -> RecipeError {
        let what = if later.first().is_some_and(|own| own == name) {
            tr!("it depends on itself; an expression may use only what stands above it").to_owned()
        } else if later.iter().any(|other| other == name) {
            tr!(
                "it uses \"{name}\", which stands further down; move that variable above this one (if each needs the other, they form a circle: let one of them go)",
                name
            )
        } else {
            let near = nearest(name, known).map(|near| tr!("; did you mean \"{near}\"?", near)).unwrap_or_default();
            tr!("\"{name}\" is no variable above this line and no knob{near}", name, near)
        };
        self.source.error(byte, Some(part), what)
    }
}

/// What else an expression's names may be.
struct Seen<'a> {
    later: &'a [String],
    solved: &'a [&'a str],
}
