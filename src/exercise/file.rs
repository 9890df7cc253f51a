//! An exercise's file: a head in TOML between two lines `+++`, then Markdown.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::cards::Cards;
use super::check::{Check, Operand};
use super::scene::{Begin, Move, Scene};
use super::{Asked, ExerciseError, Head};
use crate::data::wrong_key::finding;
use crate::language::Worded;

/// Most bytes that an exercise may have.
const LONGEST: usize = 256 * 1024;

/// One exercise, read and held against the vocabulary. Whether it can be solved is for [`super::prove`] to say.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// Its identifier: the file's name without folder and ending.
    pub id: String,
    /// The file, as errors name it.
    pub file: String,
    /// Its head.
    pub head: Head,
    /// The lines of the parts of the head that can only be judged later: "start", "concepts", "solution 1".
    pub(super) head_lines: Vec<(String, usize)>,
    /// What is said before the first step, as Markdown.
    pub opening: String,
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// What is said at the end, as Markdown.
    pub debrief: String,
    /// What stands behind it, as Markdown.
    pub references: String,
    /// What helps whoever teaches it, as Markdown: timing, what the room will say, the misconception, the question to ask.
    pub notes: String,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its heading.
    pub title: String,
    /// The line of its heading, counted from 1.
    pub line: usize,
    /// What is said, as Markdown, without its blocks.
    pub text: String,
    /// The set-up from which it begins, where that is not what the step before left, and the line where that stands.
    pub begin: Option<(usize, Begin)>,
    /// What is played before the learner's own turn, and the line where that stands.
    pub scene: Option<(usize, Vec<Move>)>,
    /// Evidence that is asked for in place of the rooms, and the line where that stands.
    pub cards: Option<(usize, Cards)>,
    /// What is asked before results are shown.
    pub predictions: Vec<Asked>,
    /// What is asked at any time in the step.
    pub questions: Vec<Asked>,
    /// What helps somebody who is stuck, as Markdown; one after the other.
    pub hints: Vec<String>,
    /// What must hold, all of it.
    pub checks: Vec<Condition>,
}

/// One condition of a step.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its line, counted from 1.
    pub line: usize,
    /// The condition as written.
    pub text: String,
    /// What is shown of it in place of its figures, where the figures would give too much away.
    pub words: Option<String>,
    /// The condition.
    pub check: Check,
}

/// The sections that are no steps.
const DEBRIEF: &str = "Debrief";
const REFERENCES: &str = "References";
const NOTES: &str = "For the educator";

impl Worded for Exercise {
    /// The answers to choose from are left out: checks and solutions name them, so they are translated where they are shown; see
    /// [`Exercise::choices`].
    fn each_sentence(&mut self, see: &mut dyn FnMut(&mut String)) {
        see(&mut self.head.title);
        see(&mut self.opening);
        for step in &mut self.steps {
            see(&mut step.title);
            see(&mut step.text);
            if let Some((_, moves)) = &mut step.scene {
                moves.iter_mut().for_each(|one| see(&mut one.say));
            }
            for card in step.cards.iter_mut().flat_map(|(_, cards)| &mut cards.card) {
                see(&mut card.title);
                see(&mut card.says);
                see(&mut card.asks);
            }
            for asked in step.predictions.iter_mut().chain(&mut step.questions) {
                asked.each_sentence(see);
            }
            step.hints.iter_mut().for_each(&mut *see);
            step.checks.iter_mut().filter_map(|check| check.words.as_mut()).for_each(&mut *see);
        }
        for text in [&mut self.debrief, &mut self.notes] {
            see(text);
        }
    }
}

impl Exercise {
    /// Every answer that can be chosen.
    pub fn choices(&self) -> impl Iterator<Item = &str> {
        self.asked().flat_map(Asked::offered)
    }

    /// Reads an exercise. `file` is named in errors, and its stem becomes the id.
    ///
    /// # Errors
    /// [`ExerciseError`], with the line.
    pub fn read(text: &str, file: &str) -> Result<Self, ExerciseError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let reader = Reader { file, text: &text };
        if text.len() > LONGEST {
            return reader
                .wrong(1, tr!("the file has {} bytes; an exercise has at most {LONGEST}", text.len(), LONGEST));
        }
        let (head, body) = reader.head()?;
        let sections = reader.sections(body)?;
        let mut exercise = Self {
            id: stem(file).to_owned(),
            file: file.to_owned(),
            head,
            head_lines: reader.head_lines(),
            opening: String::new(),
            steps: Vec::new(),
            debrief: String::new(),
            references: String::new(),
            notes: String::new(),
        };
        for section in sections {
            match section.title.as_str() {
                "" => exercise.opening = section.text,
                DEBRIEF => exercise.debrief = section.text,
                REFERENCES => exercise.references = section.text,
                NOTES => exercise.notes = section.text,
                _ => exercise.steps.push(reader.step(section)?),
            }
        }
        if exercise.steps.is_empty() {
            return reader.wrong(
                1,
                tr!("found no step; write a heading such as \"## Drag the line\" and what to do").to_owned(),
            );
        }
        reader.names(&exercise)?;
        Ok(exercise)
    }

    /// Every question of the exercise.
    pub fn asked(&self) -> impl Iterator<Item = &Asked> {
        self.steps.iter().flat_map(|step| step.predictions.iter().chain(&step.questions))
    }
}

/// Whether checks can speak of something by this name: letters, digits, `-` and `_`.
pub(super) fn is_id(name: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    !name.is_empty() && name.chars().all(plain)
}

fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A part of the body under one heading.
struct Section {
    title: String,
    line: usize,
    text: String,
    /// Its fenced blocks: kind, line of the first line inside, contents.
    blocks: Vec<(String, usize, String)>,
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn wrong<T>(&self, line: usize, what: String) -> Result<T, ExerciseError> {
        Err(ExerciseError { file: self.file.to_owned(), line, what })
    }

    fn line_of(&self, byte: usize) -> usize {
        self.text[..byte.min(self.text.len())].matches('\n').count() + 1
    }

    /// The head, and the byte at which the body begins.
    fn head(&self) -> Result<(Head, usize), ExerciseError> {
        let Some(rest) = self.text.strip_prefix("+++\n") else {
            return self.wrong(
                1,
                tr!("found no head; the first line must be +++, then title, minutes and so on, then +++").to_owned(),
            );
        };
        let Some(end) = rest.find("\n+++\n") else {
            return self.wrong(1, tr!("the head is never closed; write a line +++ under it").to_owned());
        };
        let head = &rest[..=end];
        match toml::from_str::<Head>(head) {
            Ok(head) => Ok((head, 4 + end + 5)),
            Err(error) => {
                let byte = error.span().map_or(0, |span| span.start);
                self.wrong(self.line_of(4 + byte), finding(&error))
            }
        }
    }

    /// Where the parts of the head stand.
    fn head_lines(&self) -> Vec<(String, usize)> {
        let (mut found, mut solutions) = (Vec::new(), 0);
        for (index, line) in self.text.lines().enumerate().skip(1) {
            let line = line.trim();
            if line == "+++" {
                break;
            } else if line.starts_with("[[solution]]") {
                solutions += 1;
                found.push((tr!("solution {solutions}", solutions), index + 1));
            } else if line.starts_with("[start") && !found.iter().any(|(name, _)| name == "start") {
                found.push(("start".to_owned(), index + 1));
            } else if line.starts_with("show") {
                found.push(("show".to_owned(), index + 1));
            } else if line.starts_with("dataset") {
                found.push(("dataset".to_owned(), index + 1));
            } else if line.starts_with("concepts") {
                found.push(("concepts".to_owned(), index + 1));
            }
        }
        found
    }

    /// The body by headings of the second level; what stands before the first has no title.
    fn sections(&self, body: usize) -> Result<Vec<Section>, ExerciseError> {
        let mut sections =
            vec![Section { title: String::new(), line: self.line_of(body), text: String::new(), blocks: Vec::new() }];
        let mut from = body;
        let mut heading: Option<(String, Range<usize>)> = None;
        let mut block: Option<(String, Range<usize>, String)> = None;
        for (event, range) in Parser::new_ext(&self.text[body..], Options::ENABLE_TABLES).into_offset_iter() {
            let range = body + range.start..body + range.end;
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => heading = Some((String::new(), range)),
                Event::End(TagEnd::Heading(HeadingLevel::H2)) => {
                    let Some((title, range)) = heading.take() else { continue };
                    self.add_text(&mut sections, from..range.start);
                    from = range.end;
                    let line = self.line_of(range.start);
                    sections.push(Section { title, line, text: String::new(), blocks: Vec::new() });
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                    block = Some((kind.trim().to_owned(), range, String::new()));
                }
                Event::End(TagEnd::CodeBlock) => {
                    let Some((kind, range, contents)) = block.take() else { continue };
                    self.add_text(&mut sections, from..range.start);
                    from = range.end;
                    let line = self.line_of(range.start) + 1;
                    if let Some(section) = sections.last_mut() {
                        section.blocks.push((kind, line, contents));
                    }
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some((title, _)) = &mut heading {
                        title.push_str(&text);
                    }
                    if let Some((_, _, contents)) = &mut block {
                        contents.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        self.add_text(&mut sections, from..self.text.len());
        for section in &sections {
            let special = ["", DEBRIEF, REFERENCES, NOTES].contains(&section.title.as_str());
            if let Some((kind, line, _)) = section.blocks.first().filter(|_| special) {
                return self.wrong(
                    *line - 1,
                    tr!(
                        "found a block \"{kind}\" outside a step; put it under a heading \"## \u{2026}\" of a step",
                        kind
                    ),
                );
            }
        }
        Ok(sections)
    }

    fn add_text(&self, sections: &mut [Section], range: Range<usize>) {
        let Some(section) = sections.last_mut() else { return };
        let text = self.text.get(range).unwrap_or_default().trim();
        if !text.is_empty() {
            if !section.text.is_empty() {
                section.text.push_str("\n\n");
            }
            section.text.push_str(text);
        }
    }

    fn step(&self, section: Section) -> Result<Step, ExerciseError> {
        let Section { title, line, text, blocks } = section;
        let mut step = Step {
            title,
            line,
            text,
            begin: None,
            scene: None,
            cards: None,
            predictions: Vec::new(),
            questions: Vec::new(),
            hints: Vec::new(),
            checks: Vec::new(),
        };
        for (kind, line, contents) in blocks {
            match kind.as_str() {
                "predict" => step.predictions.push(self.asked(line, &contents)?),
                "ask" => step.questions.push(self.asked(line, &contents)?),
                "hint" => step.hints.push(contents.trim().to_owned()),
                "check" => self.checks(line, &contents, &mut step)?,
                "begin" => step.begin = Some((line, self.block(line, &contents)?)),
                "watch" => {
                    let scene: Scene = self.block(line, &contents)?;
                    step.scene = Some((line, scene.moves));
                }
                "cards" => {
                    let cards: Cards = self.block(line, &contents)?;
                    if let Some(what) = cards.fault() {
                        return self.wrong(line, what);
                    }
                    step.cards = Some((line, cards));
                }
                other => {
                    return self.wrong(
                        line - 1,
                        tr!(
                            "found a block \"{other}\"; expected predict, ask, hint, check, begin, watch or cards",
                            other
                        ),
                    );
                }
            }
        }
        if step.checks.is_empty() {
            return self.wrong(
                step.line,
                tr!("the step \"{}\" has no block check; without one nobody knows when it is done", step.title),
            );
        }
        if step.hints.is_empty() {
            return self.wrong(
                step.line,
                tr!("the step \"{}\" has no block hint; write what helps somebody who is stuck", step.title),
            );
        }
        Ok(step)
    }

    /// A block in TOML; an error names the line in the file.
    fn block<T: serde::de::DeserializeOwned>(&self, line: usize, contents: &str) -> Result<T, ExerciseError> {
        toml::from_str(contents).or_else(|error| {
            let byte = error.span().map_or(0, |span| span.start);
            let within = contents[..byte.min(contents.len())].matches('\n').count();
            self.wrong(line + within, finding(&error))
        })
    }

    fn asked(&self, line: usize, contents: &str) -> Result<Asked, ExerciseError> {
        let asked: Asked = self.block(line, contents)?;
        if !is_id(&asked.id) {
            return self.wrong(line, tr!("\"{}\" is no id; use letters, digits, - and _", asked.id));
        }
        let kind = match asked.kind() {
            Ok(kind) => kind,
            Err(what) => return self.wrong(line, what),
        };
        if let Some(truth) = &asked.truth {
            match kind {
                super::Kind::Choice(offered) if offered.contains(truth) => {}
                super::Kind::Choice(offered) => {
                    return self.wrong(
                        line,
                        tr!("the truth \"{truth}\" is none of the choices {}", offered.join(", "), truth),
                    );
                }
                super::Kind::Number { .. } => {
                    if let Err(what) = Operand::parse(truth) {
                        return self.wrong(line, tr!("truth: {what}", what));
                    }
                }
                super::Kind::Point { .. } => {
                    if let Err(what) = super::answer::point_truth(truth) {
                        return self.wrong(line, tr!("truth: {what}", what));
                    }
                }
                _ => {
                    let what = tr!("only a number, a point and a choice can have a truth; leave it out");
                    return self.wrong(line, what.to_owned());
                }
            }
        }
        Ok(asked)
    }

    fn checks(&self, line: usize, contents: &str, step: &mut Step) -> Result<(), ExerciseError> {
        for (index, text) in contents.lines().enumerate() {
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let (words, condition) = match text.strip_prefix('"').and_then(|rest| rest.split_once("\": ")) {
                Some((words, condition)) => (Some(words.to_owned()), condition),
                None => (None, text),
            };
            match Check::parse(condition) {
                Ok(check) => {
                    let (line, text) = (line + index, condition.to_owned());
                    step.checks.push(Condition { line, text, words, check });
                }
                Err(what) => return self.wrong(line + index, what),
            }
        }
        Ok(())
    }

    /// Ids are there once, and checks name only questions that were asked up to then.
    fn names(&self, exercise: &Exercise) -> Result<(), ExerciseError> {
        let (mut known, mut cards): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for step in &exercise.steps {
            cards.extend(step.cards.iter().flat_map(|(_, cards)| &cards.card).map(|card| card.id.as_str()));
            for asked in step.predictions.iter().chain(&step.questions) {
                if known.contains(&asked.id.as_str()) {
                    return self.wrong(step.line, tr!("the id \"{}\" is taken; give each question its own", asked.id));
                }
                known.push(&asked.id);
            }
            for Condition { line, check, .. } in &step.checks {
                for leaf in check.leaves() {
                    if let Check::Card(id) = leaf
                        && !cards.contains(&id.as_str())
                    {
                        let there = if cards.is_empty() { tr!("none yet").to_owned() } else { cards.join(", ") };
                        return self
                            .wrong(*line, tr!("there is no card \"{id}\" up to here; there are {there}", id, there));
                    }
                }
                if let Some(missing) = check.questions().into_iter().find(|id| !known.contains(id)) {
                    let there = if known.is_empty() { tr!("none yet").to_owned() } else { known.join(", ") };
                    return self.wrong(
                        *line,
                        tr!("no question \"{missing}\" was asked up to here; there are {there}", missing, there),
                    );
                }
            }
        }
        Ok(())
    }
}
