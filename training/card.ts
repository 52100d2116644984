/** What a pack says about itself: what it is, how it was made, whose work is in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackHeader, PackLicence } from '../packages/classifiers/src/index.ts';
import type { Evaluation } from './evaluate.ts';
import type { Recipe } from './recipes.ts';

interface Source {
  readonly name: string;
  readonly licence: string;
  readonly attribution: string;
  readonly sha256?: string;
}

/** The base and every source that the weights were trained on. */
export function licencesOf({ base, used }: Recipe): PackLicence[] {
  return [
    ...base,
    ...sources(used).map(({ name, licence, attribution }) => ({
      part: `training data: ${name}`,
      licence,
      attribution,
    })),
  ];
}

export function makeCard(recipe: Recipe, evaluation: Evaluation): PackHeader['card'] {
  return {
    ...(recipe.warning !== undefined && { warning: recipe.warning }),
    purpose: recipe.purpose,
    notFor: [...recipe.notFor],
    scores:
      'A score is a probability under the assumption that the kind and its absence are equally frequent; in real conversation the ' +
      'kind is far rarer. Thresholds are cut on benign conversation that was not trained on, for ' +
      `${recipe.falsePrompts * 1000} false prompts in 1,000.`,
    made: {
      ...recipe.made,
      digests: sources(recipe.used).flatMap(({ name, sha256 }) => (sha256 ? [`${name} ${sha256}`] : [])),
    },
    misses: [...recipe.misses],
    mayWrong: [...recipe.mayWrong],
    evaluation: evaluation as unknown as PackHeader['card'],
  };
}

function sources(used: readonly string[]): readonly Source[] {
  const file = readFileSync(join(import.meta.dirname, 'sources.json'), 'utf8');
  const { sources, german } = JSON.parse(file) as { sources: Source[]; german: Source[] };
  return [...sources, ...german].filter((source) => used.includes(source.name));
}
