import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Permission } from '@wellhouse/protocol';
import ar from '../src/i18n/catalogues/ar.json' with { type: 'json' };
import de from '../src/i18n/catalogues/de.json' with { type: 'json' };
import en from '../src/i18n/catalogues/en.json' with { type: 'json' };
import es from '../src/i18n/catalogues/es.json' with { type: 'json' };
import { permissionGroups } from '../src/words/permission-groups.ts';

describe('words for permissions', () => {
  for (const [locale, catalogue] of Object.entries({ en, de, es, ar } as Record<string, Record<string, string>>)) {
    it(`${locale}: each has a name of its own and a line of what it allows`, () => {
      const names = Permission.options.map((permission) => catalogue[`permission.${permission}`] ?? '');
      assert.deepEqual(
        Permission.options.filter((_, index) => names[index] === ''),
        [],
        'without a name',
      );
      assert.equal(new Set(names).size, names.length, 'two permissions are called the same');
      assert.deepEqual(
        Permission.options.filter((permission) => !/\S.+[.]$/.test(catalogue[`permission.${permission}.allows`] ?? '')),
        [],
        'without a line of what it allows',
      );
    });
  }

  it('puts each into one group, where roles are made', () => {
    const grouped = permissionGroups.flatMap(({ permissions }) => permissions);
    assert.deepEqual(grouped.toSorted(), Permission.options.toSorted());
  });
});
