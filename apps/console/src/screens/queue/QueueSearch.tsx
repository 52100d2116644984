import { type RefObject, useState } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Searches by case number or account when it is sent off. */
export function QueueSearch({
  value,
  inputRef,
  onSearch,
}: {
  value: string;
  inputRef: RefObject<HTMLInputElement | null>;
  onSearch: (text: string) => void;
}) {
  const { t } = useI18n();
  const [text, setText] = useState(value);
  return (
    <SearchField
      className="search"
      aria-label={t('queue.search')}
      value={text}
      onChange={setText}
      onSubmit={(sent) => onSearch(sent.trim())}
      onClear={() => onSearch('')}
      maxLength={255}
    >
      <Icon name="search" />
      <Input ref={inputRef} placeholder={t('queue.search')} dir="auto" />
      {text !== '' && (
        <Button className="search-clear" aria-label={t('queue.clear')}>
          <Icon name="close" />
        </Button>
      )}
    </SearchField>
  );
}
