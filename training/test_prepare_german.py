"""On which side of the split the pairs of GAHD lie, on drawn rows.  python3 test_prepare_german.py; needs python3-numpy"""
import csv
import os
import tempfile
import unittest

from prepare_german import read_gahd

COLUMNS = ('gahd_id', 'text', 'label', 'round', 'split', 'contrastive_gahd_id')


class PairsOfGahd(unittest.TestCase):
    def read(self, *rows):
        """{text: split} of what is kept of rows (id, split, id of the contrast); the text says which row it is."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'gahd.csv')
            with open(path, 'w', encoding='utf8', newline='') as f:
                table = csv.writer(f)
                table.writerow(COLUMNS)
                table.writerows((one, text, '0', 'R1', split, other) for one, text, split, other in rows)
            return {text: split for text, _, split in read_gahd(path)}

    def test_the_own_parts_are_kept(self):
        found = self.read(('a', 'Apfel', 'train', ''), ('b', 'Birne', 'dev', ''), ('c', 'Kirsche', 'test', ''))
        self.assertEqual(found, {'Apfel': 'train', 'Birne': 'calibrate', 'Kirsche': 'test'})

    def test_the_contrast_of_a_test_sentence_is_in_no_part_whoever_names_whom(self):
        found = self.read(
            ('a', 'Apfel', 'train', 'c'), ('b', 'Birne', 'dev', ''), ('c', 'Kirsche', 'test', ''), ('d', 'Dattel', 'test', 'b'))
        self.assertEqual(found, {'Kirsche': 'test', 'Dattel': 'test'})

    def test_a_chain_of_contrasts_is_on_one_side(self):
        found = self.read(('a', 'Apfel', 'train', 'b'), ('b', 'Birne', 'train', 'c'), ('c', 'Kirsche', 'dev', ''), ('d', 'Dattel', 'train', 'x'))
        self.assertEqual(found, {'Apfel': 'calibrate', 'Birne': 'calibrate', 'Kirsche': 'calibrate', 'Dattel': 'train'})

    def test_a_sentence_that_stands_in_the_test_part_in_other_letters_is_not_trained_on(self):
        found = self.read(('a', 'APFEL!', 'train', ''), ('b', 'Birne', 'train', ''), ('c', 'Apfel', 'test', ''))
        self.assertEqual(found, {'Birne': 'train', 'Apfel': 'test'})

    def test_it_decides_hate_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'gahd.csv')
            with open(path, 'w', encoding='utf8') as f:
                f.write(','.join(COLUMNS) + '\na,Apfel,0,R1,train,\n')
            self.assertEqual([labels for _, labels, _ in read_gahd(path)], [{'hate': 0}])


if __name__ == '__main__':
    unittest.main()
