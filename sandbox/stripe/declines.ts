import type { ErrorBody } from './errors.ts'

export type Decline = Pick<
  ErrorBody,
  'code' | 'decline_code' | 'message' | 'advice_code' | 'network_decline_code' | 'param'
>

const declined = 'Your card was declined.'

/** By decline code: what the error and the charge's outcome say. */
const declines: Record<string, Decline> = {
  generic_decline: {
    code: 'card_declined',
    message: declined,
    advice_code: 'try_again_later',
    network_decline_code: '01',
  },
  insufficient_funds: {
    code: 'card_declined',
    message: 'Your card has insufficient funds.',
    advice_code: 'try_again_later',
    network_decline_code: '51',
  },
  lost_card: {
    code: 'card_declined',
    message: declined,
    advice_code: 'do_not_try_again',
    network_decline_code: '41',
  },
  stolen_card: {
    code: 'card_declined',
    message: declined,
    advice_code: 'do_not_try_again',
    network_decline_code: '43',
  },
  card_velocity_exceeded: {
    code: 'card_declined',
    message:
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    advice_code: 'try_again_later',
    network_decline_code: '61',
  },
  fraudulent: { code: 'card_declined', message: declined, advice_code: 'do_not_try_again' },
  expired_card: {
    code: 'expired_card',
    message: 'Your card has expired.',
    param: 'exp_month',
    advice_code: 'confirm_card_data',
    network_decline_code: '54',
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    param: 'cvc',
    advice_code: 'confirm_card_data',
    network_decline_code: 'N7',
  },
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
    advice_code: 'try_again_later',
    network_decline_code: '96',
  },
  authentication_required: {
    code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
    network_decline_code: '65',
  },
}

export function declineFor(declineCode: string): Decline {
  const decline = declines[declineCode]
  if (!decline) throw new Error(`No decline ${declineCode}`)
  return { ...decline, decline_code: declineCode }
}
