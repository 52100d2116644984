import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AnswerAlbumPicture } from '@wellhouse/protocol';
import { useState } from 'react';
import { call } from '../../../api/call.ts';
import { caseQuery } from '../../../api/queries.ts';
import { announce } from '../../../ui/announcements.ts';

type Answer = AnswerAlbumPicture['answer'];

export interface PictureAnswers {
  /** The picture whose reason is being written, and for which answer. */
  readonly asked: { readonly pictureId: string; readonly answer: Answer } | null;
  readonly pending: boolean;
  readonly error: unknown;
  ask: (pictureId: string, answer: Answer) => void;
  cancel: () => void;
  send: (reason: string) => void;
}

/** Confirming and clearing pictures of one case, one at a time. */
export function usePictureAnswers(caseId: string): PictureAnswers {
  const client = useQueryClient();
  const [asked, setAsked] = useState<PictureAnswers['asked']>(null);
  const answering = useMutation({
    mutationFn: ({ pictureId, answer, reason }: { pictureId: string; answer: Answer; reason: string }) =>
      call('answerAlbumPicture', { params: { caseId, pictureId }, body: { answer, reason } }),
    onSuccess: (answered, { answer }) => {
      // At once, so that the next key is not meant for a picture that has its answer.
      client.setQueryData(caseQuery(caseId).queryKey, (old) => {
        if (old === undefined) return old;
        const pictures = old.pictures.map((one) => (one.pictureId === answered.pictureId ? answered : one));
        return { ...old, pictures };
      });
      setAsked(null);
      announce({ key: answer === 'confirm' ? 'said.pictureConfirmed' : 'said.pictureCleared', values: {} });
    },
    onSettled: () => client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey }),
  });
  return {
    asked,
    pending: answering.isPending,
    error: answering.error,
    ask: (pictureId, answer) => {
      answering.reset();
      setAsked({ pictureId, answer });
    },
    cancel: () => setAsked(null),
    send: (reason) => {
      if (asked !== null && !answering.isPending) answering.mutate({ ...asked, reason });
    },
  };
}
