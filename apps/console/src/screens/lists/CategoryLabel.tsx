import { useCategories } from './use-categories.ts';

export function CategoryLabel({ leaf }: { leaf: string }) {
  return <span>{useCategories().label(leaf)}</span>;
}
