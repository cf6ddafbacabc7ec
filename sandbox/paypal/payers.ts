/** The accounts of people who can approve here. What happens later is told by the account. */
export type Payer = {
  email: string
  given: string
  surname: string
  accountId: string
  country: string
  /** One sentence for the approval page and the console. */
  about: string
  /** The first payment, in front of the payer. */
  first: 'pays' | 'declined' | 'pending'
  /** The page does not send them back. */
  staysAway?: boolean
  /** The issue that later charges without the payer end with. */
  later?: string
}

export const payers: Payer[] = [
  payer(['ada@buyer.test', 'Ada Good', 'Pays, and may be charged again.', 'pays']),
  payer(['dora@buyer.test', 'Dora Declined', 'Every funding source is declined.', 'declined']),
  payer(['gus@buyer.test', 'Gus Gone', 'Approves, closes the window and never returns.', 'pays'], {
    staysAway: true,
  }),
  payer(['eve@buyer.test', 'Eve Echeck', 'Pays by eCheck: pending for a while.', 'pending']),
  payer(['carl@buyer.test', 'Carl Closed', 'Pays once; then the account is closed.', 'pays'], {
    later: 'PAYER_ACCOUNT_LOCKED_OR_CLOSED',
  }),
  payer(['fred@buyer.test', 'Fred Fundless', 'Pays once; later charges find no money.', 'pays'], {
    later: 'INSTRUMENT_DECLINED',
  }),
  payer(['pia@buyer.test', 'Pia Prompted', 'Pays once; later charges need her.', 'pays'], {
    later: 'PAYER_ACTION_REQUIRED',
  }),
]

export function payerNamed(email: string): Payer | undefined {
  return payers.find((candidate) => candidate.email === email)
}

type Outline = [email: string, name: string, about: string, first: Payer['first']]

function payer([email, name, about, first]: Outline, rest: Pick<Payer, 'staysAway' | 'later'> = {}): Payer {
  const [given = '', surname = ''] = name.split(' ')
  const accountId = `${given}${surname}SANDBOX`.toUpperCase().padEnd(13, '0').slice(0, 13)
  return { email, given, surname, about, first, accountId, country: 'DE', ...rest }
}
