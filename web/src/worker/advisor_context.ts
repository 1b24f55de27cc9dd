// What the parts of the advisor's engine share.
import type { Call } from '../net/calls.ts';
import type { AdvisorSlices } from './advisor_messages.ts';
import type { OrganisationFacts } from './messages.ts';
import type { Publisher } from './publisher.ts';

export type AdvisorContext = {
  readonly slices: Publisher<AdvisorSlices>;
  readonly organisation: OrganisationFacts;
  readonly origin: string;
  readonly call: Call;
};
