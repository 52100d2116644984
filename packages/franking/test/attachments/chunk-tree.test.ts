import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTree, headFromPath, pathOf, treeHead } from '../../src/attachments/chunk-tree.ts';
import { flip, join, zeros } from '../support/raw.ts';
import { seeded } from '../support/seeded.ts';
import { referenceHead, referencePath } from './support/reference.ts';

const random = seeded('leaves');
const leaves = Array.from({ length: 70 }, () => random(32));

test('rfc6962 §2.1: heads and paths of all trees up to 70 leaves are those of the definition', () => {
  for (let count = 1; count <= leaves.length; count++) {
    const some = leaves.slice(0, count);
    const tree = buildTree(join(...some));
    assert.deepEqual(treeHead(tree), referenceHead(some));
    for (const [index, leaf] of some.entries()) {
      const path = pathOf(tree, index);
      assert.deepEqual(path, join(...referencePath(some, index)));
      assert.deepEqual(headFromPath(leaf, index, count, path), referenceHead(some));
    }
  }
});

test('a path of another length leads nowhere', () => {
  for (let count = 1; count <= 20; count++) {
    const tree = buildTree(join(...leaves.slice(0, count)));
    for (let index = 0; index < count; index++) {
      const path = pathOf(tree, index);
      const leaf = leaves[index] ?? zeros(32);
      assert.equal(headFromPath(leaf, index, count, join(path, zeros(32))), null);
      if (path.length > 0) assert.equal(headFromPath(leaf, index, count, path.subarray(32)), null);
    }
  }
});

test('a leaf proves itself at its own place only', () => {
  const count = 13;
  const tree = buildTree(join(...leaves.slice(0, count)));
  for (let index = 0; index < count; index++) {
    const leaf = leaves[index] ?? zeros(32);
    const path = pathOf(tree, index);
    for (let other = 0; other < count; other++) {
      if (other === index) continue;
      assert.notDeepEqual(headFromPath(leaf, other, count, path), treeHead(tree), `${index} as ${other}`);
    }
    for (let at = 0; at < path.length; at += 7) {
      assert.notDeepEqual(headFromPath(leaf, index, count, flip(path, at)), treeHead(tree));
    }
  }
});
