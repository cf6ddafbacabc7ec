import type { PanelFailure } from '#app/provisioning/drivers/contract'

/**
 * The panel has an account with the address of this customer already. Whoever is given it may sign in to everything in it, so that an address
 * that somebody merely typed is not enough, and what bears the mark of another customer is never taken. A person has to look at the panel:
 * the order waits as long as for a panel that is away.
 */
export function knownAccount(why: 'unproven' | 'claimed' | 'unmarked', mend?: string): PanelFailure {
  return {
    type: 'misconfigured',
    isForStaff: true,
    message: [sentences[why], mend].filter(Boolean).join(' '),
  }
}

const known = "The panel has an account with this customer's address already,"
const sentences = {
  unproven: `${known} and the customer has not confirmed that the address is theirs. It is used once they have.`,
  claimed: `${known} and it belongs to another customer. Give one of both another address.`,
  unmarked: `${known} and it does not bear the customer's number.`,
}
