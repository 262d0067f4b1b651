//! Place names compared: recognised by exact span, resolved by distance and country.

use super::{Counts, median, share};
use crate::gold::tr_news::Toponym;

/// How near a resolved place must be, in kilometres (a hundred miles).
pub const NEAR_KM: f64 = 161.0;

/// A predicted place name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Degrees north and east; `None` when not resolved.
    pub coordinates: Option<(f64, f64)>,
    /// Alpha-3 code of the country.
    pub country: Option<String>,
    /// The gazetteer's name.
    pub name: Option<String>,
}

/// Tallies over articles.
#[derive(Clone, Debug, Default)]
pub struct PlaceScores {
    /// Names by exact span.
    pub recognition: Counts,
    /// Gold names with coordinates.
    pub located: usize,
    /// Of those, recognised.
    pub recognised: usize,
    /// Of those, near.
    pub near: usize,
    /// Recognised names whose country gold gives.
    pub with_country: usize,
    /// Of those, in that country.
    pub right_country: usize,
    /// Kilometres between gold and prediction, of recognised and resolved names.
    pub distances: Vec<f64>,
}

impl PlaceScores {
    /// Adds another article.
    pub fn add(&mut self, other: PlaceScores) {
        self.recognition.add(other.recognition);
        self.located += other.located;
        self.recognised += other.recognised;
        self.near += other.near;
        self.with_country += other.with_country;
        self.right_country += other.right_country;
        self.distances.extend(other.distances);
    }

    /// Share of the recognised, located names that are near.
    pub fn accuracy(&self) -> f64 {
        share(self.near, self.recognised)
    }

    /// Share of all located names that were recognised and are near.
    pub fn end_to_end(&self) -> f64 {
        share(self.near, self.located)
    }

    /// Share of recognised names with a gold country that are in it.
    pub fn country_accuracy(&self) -> f64 {
        share(self.right_country, self.with_country)
    }

    /// Median distance in kilometres of the recognised, resolved names.
    pub fn median_km(&self) -> Option<f64> {
        median(&mut self.distances.clone())
    }
}

/// The prediction with the same characters as a gold name.
pub fn recognised<'a>(gold: &Toponym, predicted: &'a [Place]) -> Option<&'a Place> {
    predicted
        .iter()
        .find(|place| (place.start, place.end) == (gold.start, gold.end))
}

/// Compares the names of one article; `code` gives the alpha-3 code of a country's English name.
pub fn score(
    gold: &[Toponym],
    predicted: &[Place],
    code: impl Fn(&str) -> Option<String>,
) -> PlaceScores {
    let mut scores = PlaceScores::default();
    let mut spans: Vec<(usize, usize)> = predicted.iter().map(|p| (p.start, p.end)).collect();
    spans.sort_unstable();
    spans.dedup();
    scores.recognition.gold = gold.len();
    scores.recognition.predicted = spans.len();
    for toponym in gold {
        let place = recognised(toponym, predicted);
        scores.recognition.right += usize::from(place.is_some());
        if let (Some(country), Some(place)) = (&toponym.country, place)
            && let Some(country) = code(country)
        {
            scores.with_country += 1;
            scores.right_country += usize::from(place.country.as_ref() == Some(&country));
        }
        let Some(there) = toponym.coordinates else {
            continue;
        };
        scores.located += 1;
        let Some(place) = place else { continue };
        scores.recognised += 1;
        if let Some(here) = place.coordinates {
            let km = kilometres(there, here);
            scores.distances.push(km);
            scores.near += usize::from(km <= NEAR_KM);
        }
    }
    scores
}

/// Great-circle distance between two points given as degrees north and east.
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let (north_a, north_b) = (a.0.to_radians(), b.0.to_radians());
    let north = ((b.0 - a.0).to_radians() / 2.0).sin();
    let east = ((b.1 - a.1).to_radians() / 2.0).sin();
    let square = north * north + north_a.cos() * north_b.cos() * east * east;
    2.0 * EARTH_RADIUS_KM * square.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(start: usize, coordinates: Option<(f64, f64)>, country: &str) -> Toponym {
        Toponym {
            phrase: "x".into(),
            start,
            end: start + 4,
            coordinates,
            country: Some(country.into()),
            country_geonameid: None,
            moved: false,
        }
    }

    fn place(start: usize, end: usize, coordinates: Option<(f64, f64)>, country: &str) -> Place {
        Place {
            start,
            end,
            coordinates,
            country: Some(country.into()),
            name: None,
        }
    }

    #[test]
    fn distances() {
        // London to Paris: 343 to 344 km.
        let km = kilometres((51.5074, -0.1278), (48.8566, 2.3522));
        assert!((342.0..345.0).contains(&km), "{km}");
        assert!(kilometres((10.0, 20.0), (10.0, 20.0)) < 1e-9);
        // Half round the earth.
        assert!((kilometres((0.0, 0.0), (0.0, 180.0)) - 20_015.0).abs() < 1.0);
    }

    #[test]
    fn figures_of_a_small_article() {
        let paris = (48.86, 2.35);
        let gold = [
            gold(0, Some(paris), "France"),
            gold(10, Some(paris), "France"),
            gold(20, Some(paris), "France"),
            gold(30, None, "Nowhere"),
        ];
        let predicted = [
            place(0, 4, Some((48.9, 2.3)), "FRA"),
            // Paris, Texas.
            place(10, 14, Some((33.66, -95.55)), "USA"),
            // Not the exact span.
            place(20, 25, Some(paris), "FRA"),
            place(30, 34, None, "DEU"),
        ];
        let code = |name: &str| (name == "France").then(|| "FRA".to_string());
        let scores = score(&gold, &predicted, code);
        assert_eq!(
            scores.recognition,
            Counts {
                right: 3,
                predicted: 4,
                gold: 4
            }
        );
        assert!((scores.accuracy() - 0.5).abs() < 1e-12);
        assert!((scores.end_to_end() - 1.0 / 3.0).abs() < 1e-12);
        assert!((scores.country_accuracy() - 0.5).abs() < 1e-12);
        assert!(
            scores
                .median_km()
                .is_some_and(|km| km > 3000.0 && km < 5000.0)
        );
    }
}
