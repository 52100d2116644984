import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '@wellhouse/client';
import { storageContract } from './support/storage-contract.ts';

storageContract(() => memoryStorage(), {
  test: (name, run) => void test(`memory storage ${name}`, run),
  equal: assert.deepEqual,
  rejects: (promise, message) => assert.rejects(promise, (error: Error) => message.test(error.message)),
});
