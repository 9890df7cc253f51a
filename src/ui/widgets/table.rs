//! Every table can be taken away.

use egui::{Role, Ui, WidgetInfo};

use crate::report::{TableCell, table_csv};
use crate::ui::view::{Command, Content};

/// A small button that offers the table called `title`, the names of its columns first, as CSV and to the clipboard.
pub fn table_button(ui: &mut Ui, title: &str, commands: &mut Vec<Command>, rows: impl FnOnce() -> Vec<Vec<TableCell>>) {
    let hint = tr!("The figures as a table for a spreadsheet, or to the clipboard");
    let button = ui.small_button(tr!("Table")).on_hover_text(hint);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Take the table away: {title}", title)));
    if button.clicked() {
        let table = table_csv(&rows()).map(Content::Table).map_err(|error| error.to_string());
        commands.push(Command::OfferSave(title.to_owned(), table));
    }
}
