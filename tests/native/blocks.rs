use bethscope::blocks::Blocks;
use proptest::prelude::*;

/// More than two blocks.
const LONG: usize = 140_000;

/// Lengths of no block to three, and those at which a block is just full.
fn len() -> impl Strategy<Value = usize> {
    let full = prop::sample::select(vec![0, 1, 65_535, 65_536, 65_537, 131_072]);
    prop_oneof![full, 0..LONG]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn blocks_are_a_vec_that_never_moves(
        filled in len(),
        pushed in len(),
        set in prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 0..20),
    ) {
        let mut blocks = Blocks::filled(filled, 7u32).unwrap();
        let mut vec = vec![7u32; filled];
        prop_assert_eq!(blocks.len(), filled);
        for value in 0..pushed as u32 {
            blocks.push(value).unwrap();
            vec.push(value);
        }
        for (index, value) in set {
            if !vec.is_empty() {
                let index = index.index(vec.len());
                blocks.set(index, value);
                vec[index] = value;
            }
        }
        prop_assert_eq!((blocks.len(), blocks.is_empty()), (vec.len(), vec.is_empty()));
        prop_assert!(blocks.iter().eq(&vec));
        prop_assert!((0..vec.len()).all(|index| blocks.get(index) == vec[index]));
        prop_assert!((0..vec.len()).all(|index| blocks[index] == vec[index]));
        prop_assert_eq!(blocks.slices().collect::<Vec<_>>().concat(), vec);
    }
}
