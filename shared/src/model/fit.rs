//! Training: epochs of batches.

use super::callbacks::{Callback, Report, Training};
use super::compile::Compiled;
use super::evaluate::means_of;
use super::history::History;
use super::rows::{BatchBuffers, Rows};
use super::samples::Samples;
use super::scores::Means;
use super::{Model, Verbose};
use crate::data::Order;
use crate::error::{Error, Result};
use crate::resume::{Checkpoints, Records};
use crate::session::Session;

/// The settings of [`Model::fit`], by their Keras names: `Fit::new().batch_size(64).epochs(10).validation_split(0.2)`.
pub struct Fit<'a> {
    batch_size: usize,
    epochs: usize,
    validation: Validation<'a>,
    shuffle: bool,
    callbacks: Vec<Box<dyn Callback + 'a>>,
    checkpoints: Option<OpenCheckpoints<'a>>,
    verbose: Verbose,
}

/// Given the number of steps of all epochs.
type OpenCheckpoints<'a> = Box<dyn FnOnce(usize) -> Result<Checkpoints> + 'a>;

/// Which samples are kept apart.
enum Validation<'a> {
    None,
    Split(f64),
    Data(Box<dyn Samples + 'a>, Box<dyn Samples + 'a>),
}

impl Default for Fit<'_> {
    fn default() -> Self {
        Fit::new()
    }
}

impl<'a> Fit<'a> {
    /// One epoch of shuffled batches of 32, without validation.
    pub fn new() -> Fit<'a> {
        Fit {
            batch_size: 32,
            epochs: 1,
            validation: Validation::None,
            shuffle: true,
            callbacks: Vec::new(),
            checkpoints: None,
            verbose: Verbose::Bar,
        }
    }

    /// How many samples each training step looks at; the last of an epoch takes what is left. Default: 32.
    #[must_use]
    pub fn batch_size(mut self, batch_size: usize) -> Fit<'a> {
        self.batch_size = batch_size;
        self
    }

    /// How often all samples are looked at. Default: 1.
    #[must_use]
    pub fn epochs(mut self, epochs: usize) -> Fit<'a> {
        self.epochs = epochs;
        self
    }

    /// Keeps this share, above 0 and below 1, for validation: the **last** samples, before anything is shuffled.
    /// Nothing is trained on them. Replaces [`validation_data`](Fit::validation_data).
    #[must_use]
    pub fn validation_split(mut self, share: f64) -> Fit<'a> {
        self.validation = Validation::Split(share);
        self
    }

    /// Evaluates on these samples and targets after each epoch. Replaces [`validation_split`](Fit::validation_split).
    #[must_use]
    pub fn validation_data(mut self, x: impl Samples + 'a, y: impl Samples + 'a) -> Fit<'a> {
        self.validation = Validation::Data(Box::new(x), Box::new(y));
        self
    }

    /// Whether each epoch looks at the samples in another order, which the model's seed decides. Default: true.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Fit<'a> {
        self.shuffle = shuffle;
        self
    }

    /// Adds a callback, or a `&mut` of one that is looked at afterwards.
    #[must_use]
    pub fn callback(mut self, callback: impl Callback + 'a) -> Fit<'a> {
        self.callbacks.push(Box::new(callback));
        self
    }

    /// Saves the training while it runs, or goes on from where another stopped; `open` is given the number of steps of all
    /// epochs. Callbacks that remember earlier epochs cannot stand beside it. Default: nothing is saved.
    ///
    /// ```
    /// use shared::prelude::*;
    /// use shared::resume::{Checkpoints, Job, Where};
    ///
    /// let folder = tempfile::tempdir().unwrap();
    /// let path = folder.path().join("line.safetensors");
    /// let fit = |place: Where, epochs| -> Result<History> {
    ///     let graph = Graph::new();
    ///     let input = Input::new([1]).apply(&graph);
    ///     let mut model = Model::new(&input, &Dense::new(1).apply(&input)).seed(1);
    ///     model.compile(Adam::new(0.1), Mse);
    ///     let job = |steps| Job { program: "example", training: "line", steps, settings: vec![("--seed", "1".into())] };
    ///     let fit = Fit::new().batch_size(1).epochs(epochs).checkpoints(|steps| Checkpoints::open(place, job(steps)));
    ///     model.fit([[1.0], [2.0]], [[3.0], [5.0]], fit.verbose(Verbose::Silent))
    /// };
    /// fit(Where::new(&path), 2)?;
    /// let resumed = fit(Where::resumed(&path), 5)?;
    /// assert_eq!(resumed, fit(Where::new(folder.path().join("other")), 5)?);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn checkpoints(mut self, open: impl FnOnce(usize) -> Result<Checkpoints> + 'a) -> Fit<'a> {
        self.checkpoints = Some(Box::new(open));
        self
    }

    /// What is printed. Default: [`Verbose::Bar`].
    #[must_use]
    pub fn verbose(mut self, verbose: Verbose) -> Fit<'a> {
        self.verbose = verbose;
        self
    }
}

impl Model {
    /// Trains on samples `x` with targets `y`, one array for each input and output.
    ///
    /// In each epoch every sample comes once, in batches. The loss and metrics of an epoch are means over its samples.
    /// Called again, it goes on where it stopped: weights and optimizer stay.
    ///
    /// Targets have the output's shape, or are class numbers (i32) for the sparse loss; a last axis of size 1 may be
    /// left out.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let input = Input::new([2]).apply(&graph);
    /// let hidden = Dense::new(4).activation(Sigmoid).apply(&input);
    /// let output = Dense::new(1).activation(Sigmoid).apply(&hidden);
    /// let mut model = Model::new(&input, &output).seed(1);
    /// model.compile(GradientDescent::new(2.0), Mse).metrics([Accuracy]);
    ///
    /// let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    /// let xor = [0.0, 1.0, 1.0, 0.0];
    /// let history = model.fit(&x, &xor, Fit::new().batch_size(4).epochs(3000).verbose(Verbose::Silent))?;
    /// assert_eq!(history["accuracy"].last(), Some(&1.0));
    /// assert_eq!(model.predict(&x)?.map(|p| p.round()).as_slice().unwrap(), xor);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// If the samples do not fit the model or each other, are none, or are labelled with classes that do not exist; if
    /// a setting is out of range; or if a callback gives an error. But for the last, nothing is trained then.
    ///
    /// # Panics
    /// At the caller's line, if the model is not compiled.
    #[track_caller]
    pub fn fit(&mut self, x: impl Samples, y: impl Samples, fit: Fit<'_>) -> Result<History> {
        let compiled = self.compiled("fit");
        let rows = self.labelled(&compiled, x.arrays(), y.arrays())?;
        let Fit { batch_size, epochs, ref validation, shuffle, .. } = fit;
        if batch_size == 0 {
            return Err(Error::argument("batch_size").expected("at least 1").found("0"));
        }
        let apart;
        let (len, validation) = match validation {
            Validation::None => (rows.len, None),
            Validation::Split(share) => {
                let len = training_samples(rows.len, *share)?;
                (len, Some((&rows, len)))
            }
            Validation::Data(x, y) => {
                apart = self.labelled(&compiled, x.arrays(), y.arrays())?;
                (rows.len, Some((&apart, 0)))
            }
        };
        let data = TrainingData { rows: &rows, shuffle, validation };
        let order = Order::new(len, batch_size, shuffle.then(|| self.shuffle.clone()));
        if fit.checkpoints.is_some() && fit.callbacks.iter().any(|callback| callback.remembers()) {
            return Err(Error::argument("checkpoints")
                .expected("callbacks that do not remember earlier epochs")
                .found("one that does, such as EarlyStopping or BestCheckpoint")
                .help("a training that goes on would have forgotten what they know: leave one of the two out"));
        }
        let mut callbacks: Vec<Box<dyn Callback + '_>> = Vec::new();
        callbacks.extend(Report::new(fit.verbose).map(|report| Box::new(report) as Box<dyn Callback>));
        callbacks.extend(fit.callbacks);
        let open = fit.checkpoints.unwrap_or_else(|| Box::new(|_| Ok(Checkpoints::off())));
        let checkpoints = open(epochs.saturating_mul(order.per_epoch()))?;
        self.train(&compiled, (data, order), epochs, callbacks, checkpoints)
    }

    fn train(
        &mut self,
        compiled: &Compiled,
        (data, order): (TrainingData<'_>, Order),
        epochs: usize,
        mut callbacks: Vec<Box<dyn Callback + '_>>,
        mut checkpoints: Checkpoints,
    ) -> Result<History> {
        let of_validation = compiled.names.iter().filter(|_| data.validation.is_some());
        let names: Vec<String> =
            compiled.names.iter().cloned().chain(of_validation.map(|name| format!("val_{name}"))).collect();
        let mut history = History::new(names.clone());
        let mut training = Training::new(&mut self.session, names, epochs, order.per_epoch());
        training.reported.clone_from(&compiled.reported);
        let mut buffers = BatchBuffers::default();
        let mut order = training.begin(compiled, order, &mut history, &mut checkpoints)?;
        callbacks.iter_mut().try_for_each(|callback| callback.on_train_begin(&mut training))?;
        // An epoch that was stopped goes on, even if only its end is missing.
        let mut goes_on = training.epoch > 0;
        while goes_on || (training.epoch < epochs && !training.stopped) {
            if !std::mem::take(&mut goes_on) {
                training.start_epoch();
            }
            callbacks.iter_mut().try_for_each(|callback| callback.on_epoch_begin(&mut training))?;
            while training.step < training.steps
                && let Some(batch) = order.next(None)
            {
                training.train_on(compiled, &data, batch, &mut buffers)?;
                callbacks.iter_mut().try_for_each(|callback| callback.on_batch_end(&mut training))?;
                let gathered = || records(&history, &training.means);
                checkpoints.after_step_with(order.batches(), training.session, gathered)?;
            }
            if let Some((rows, first)) = data.validation {
                training.validation = means_of(training.session, compiled, rows, first)?;
            }
            history.push(&training.scores());
            callbacks.iter_mut().try_for_each(|callback| callback.on_epoch_end(&mut training))?;
        }
        callbacks.iter_mut().try_for_each(|callback| callback.on_train_end(&mut training))?;
        self.shuffle = order.shuffle.unwrap_or_else(|| self.shuffle.clone());
        Ok(history)
    }
}

/// What a training has gathered: the scores of whole epochs, and the sums of the one that runs.
fn records(history: &History, means: &Means) -> Records {
    let mut records: Records = history.names().map(|name| (name.to_owned(), history[name].to_vec())).collect();
    records.insert(SUMS.to_owned(), means.to_numbers());
    records
}

/// The name of the sums; no score begins so.
const SUMS: &str = " sums";

/// What is trained on, and what is kept apart.
struct TrainingData<'a> {
    rows: &'a Rows<'a>,
    shuffle: bool,
    /// The samples from this number on.
    validation: Option<(&'a Rows<'a>, usize)>,
}

impl<'a> Training<'a> {
    fn new(session: &'a mut Session, names: Vec<String>, epochs: usize, steps: usize) -> Training<'a> {
        let (means, validation) = (Means::default(), Means::default());
        let reported = Vec::new();
        Training { session, names, reported, means, validation, epoch: 0, epochs, step: 0, steps, stopped: false }
    }

    /// Takes the place of the training that a checkpoint was made of, if there is one.
    fn begin(
        &mut self,
        compiled: &Compiled,
        order: Order,
        history: &mut History,
        checkpoints: &mut Checkpoints,
    ) -> Result<Order> {
        let order = checkpoints.begin_order(self.session, &order)?.unwrap_or(order);
        if order.batches() == 0 {
            return Ok(order);
        }
        self.epoch = order.epoch();
        self.step = order.batches() - (self.epoch - 1) * self.steps;
        let of_whole_epochs = |name: &String| checkpoints.record(name, self.epoch - 1);
        *history = History::of(self.names.clone(), self.names.iter().map(of_whole_epochs).collect::<Result<_>>()?);
        self.means = Means::from_numbers(checkpoints.record(SUMS, compiled.reported.len() + 1)?);
        Ok(order)
    }

    fn start_epoch(&mut self) {
        self.epoch += 1;
        self.step = 0;
        self.means.clear();
        self.validation.clear();
    }

    fn train_on(
        &mut self,
        compiled: &Compiled,
        data: &TrainingData<'_>,
        batch: &[usize],
        buffers: &mut BatchBuffers,
    ) -> Result<()> {
        let feeds = match *batch {
            [first, ..] if !data.shuffle => data.rows.feeds(first..first + batch.len()),
            _ => data.rows.gather(batch, buffers),
        };
        let (scores, _) = self.session.run((&compiled.reported, &compiled.train_step), feeds)?;
        self.means.add(&scores, batch.len());
        self.step += 1;
        Ok(())
    }
}

/// How many of the samples are trained on if this share is kept apart, rounded as Keras does.
fn training_samples(samples: usize, share: f64) -> Result<usize> {
    let error = || Error::argument("validation_split").found(share.to_string());
    if !(share > 0.0 && share < 1.0) {
        return Err(error().expected("a share of the samples, above 0 and below 1"));
    }
    let training = (samples as f64 * (1.0 - share)).floor() as usize;
    if training == 0 || training == samples {
        let help = format!("there are {samples} samples; choose another share, or use validation_data");
        return Err(error().expected("a share that leaves samples on both sides").help(help));
    }
    Ok(training)
}
