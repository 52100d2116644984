/**
 * Kinds of abuse as versioned data: severity, clock, laws, mappings, the questions of the report dialog, and whom to call.
 * @module
 */
export {
  type Contacts,
  contactsCompiledOn,
  type EmergencyNumber,
  emergencyNumbers,
  firstStaleDay,
  Helpline,
  helplines,
  OperatorContacts,
  shownContacts,
  shownDays,
  staleContacts,
  verificationDays,
  withOperatorContacts,
} from './contacts.ts';
export { findLeaf, leafLabel, type ScoreInputs, scoreInputs, taxonomy, unstableHarm } from './leaves.ts';
export { isRightToLeft, type LabelLocale, locales, matchLocale } from './locales.ts';
export { aboutOfNode, type QuestionNode, questionTree } from './question-tree.ts';
export { Audience, Law, Leaf, Taxonomy } from './taxonomy-data.ts';
export { isUrgentReport } from './urgent.ts';
