import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import * as wire from '../wire-family.ts';
import type { Accounts } from './accounts.ts';
import type { Family } from './family.ts';
import { parse } from './parse.ts';
import { DeliveryProblem } from './problems.ts';

const LinkPath = z.object({ linkId: z.uuid() });

export interface FamilyRouteDeps {
  family: Family;
  accounts: Accounts;
  session: (request: FastifyRequest) => string;
  /** For what reaches other people. */
  sender: (request: FastifyRequest) => string;
}

export function registerFamilyRoutes(app: FastifyInstance, deps: FamilyRouteDeps): void {
  const { family, accounts, session, sender } = deps;

  app.put('/api/me/age', async (request, reply) => {
    family.setBand(session(request), parse(wire.ChooseAge, request.body).band);
    return reply.code(204).send();
  });

  app.post('/api/family', async (request, reply) => {
    const young = sender(request);
    const { guardian } = parse(wire.AskFamily, request.body);
    if (accounts.find(guardian) === undefined)
      throw new DeliveryProblem('not-found', `there is no account ${guardian}`);
    family.ask(young, guardian);
    return reply.code(204).send();
  });

  // Ending and answering stay possible for somebody who is suspended.
  app.post('/api/family/:linkId', async (request, reply) => {
    const by = session(request);
    family.change(by, parse(LinkPath, request.params).linkId, parse(wire.ChangeFamily, request.body));
    return reply.code(204).send();
  });
}
