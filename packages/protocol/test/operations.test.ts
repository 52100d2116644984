import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Operation, operations, Permission } from '../src/index.ts';

const all: [string, Operation][] = Object.entries(operations);

test('no two operations share a method and a path', () => {
  const seen = new Set(all.map(([, operation]) => `${operation.method} ${operation.path}`));
  assert.equal(seen.size, all.length);
});

test('every operation names who may call it, and a permission is a known one', () => {
  const audiences = new Set([
    'public',
    'reporter',
    'receipt',
    'hub',
    'upload',
    'metrics',
    'staff',
    ...Permission.options,
  ]);
  for (const [name, operation] of all) assert.ok(audiences.has(operation.access), `${name}: ${operation.access}`);
});

test('every parameter in a path has a schema, and no schema is for a parameter that is not there', () => {
  for (const [name, operation] of all) {
    const inPath = [...operation.path.matchAll(/:(\w+)/g)].map((match) => match[1]).sort();
    const described = Object.keys(operation.params?.shape ?? {}).sort();
    assert.deepEqual(described, inPath, name);
  }
});

test('reading changes nothing: a GET has no body', () => {
  for (const [name, operation] of all) {
    if (operation.method === 'GET') assert.equal(operation.body, undefined, name);
  }
});

test('every permission is asked for by some operation', () => {
  const asked = new Set<string>(all.map(([, operation]) => operation.access));
  assert.deepEqual(
    Permission.options.filter((permission) => !asked.has(permission)),
    [],
  );
});
