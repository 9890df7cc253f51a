//! D4, heart attack among people with chest pain.

use cutpoint::data::generator::Population;

use crate::{auc_near, cohort, logistic, near, numbers, risks, share};

#[test]
fn chest_pain_records_fewer_heart_attacks_in_women_than_there_are() {
    let data = cohort("chest-pain", Population::Collected, &[], 40_000);
    let female = numbers(&data, "sex");
    let woman = |row: usize| female[row] > 0.5;
    near(share(&data, woman, |row| data.truth[row]), 0.22, "women with a heart attack");
    near(share(&data, |row| !woman(row), |row| data.truth[row]), 0.21, "men with a heart attack");
    near(share(&data, woman, |row| data.label[row]), 0.111, "women recorded");
    near(share(&data, |row| !woman(row), |row| data.label[row]), 0.186, "men recorded");
}

#[test]
fn a_model_of_the_old_record_does_well_on_paper_and_misses_women() {
    let (model, _) = logistic("chest-pain", &[], &[], &[]);
    let test = cohort("chest-pain", Population::Collected, &[("women_share", 0.46)], 40_000);
    let scores = risks(&model, &test);
    auc_near(&scores, &test.label, 0.975, "against its own labels");
    let female = numbers(&test, "sex");
    let flagged = |row: usize| scores[row] >= 0.10;
    let woman = |row: usize| female[row] > 0.5;
    // First simulation .94, second .93.
    near(share(&test, |row| woman(row) && test.label[row], flagged), 0.935, "women found, of those recorded");
    // First simulation .64, second .68.
    near(share(&test, |row| woman(row) && test.truth[row], flagged), 0.66, "women found, of all");
    near(share(&test, |row| !woman(row) && test.truth[row], flagged), 0.93, "men found, of all");
}
