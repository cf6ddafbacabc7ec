/** The words of the card form, in the languages the platform has. */
export type CardTexts = {
  title: string
  number: string
  expiry: string
  expiryHint: string
  cvc: string
  incompleteNumber: string
  invalidNumber: string
  incompleteExpiry: string
  invalidExpiry: string
  pastExpiry: string
  incompleteCvc: string
  unreachable: string
}

export const cardTexts = {
  en: {
    title: 'Card details',
    number: 'Card number',
    expiry: 'Expiry (MM / YY)',
    expiryHint: 'MM / YY',
    cvc: 'Security code',
    incompleteNumber: 'Your card number is incomplete.',
    invalidNumber: 'Your card number is invalid.',
    incompleteExpiry: "Your card's expiration date is incomplete.",
    invalidExpiry: "Your card's expiration date is invalid.",
    pastExpiry: "Your card's expiration date is in the past.",
    incompleteCvc: "Your card's security code is incomplete.",
    unreachable: 'We could not reach the payment provider. Please check your connection and try again.',
  },
  de: {
    title: 'Kartendaten',
    number: 'Kartennummer',
    expiry: 'Gültig bis (MM / JJ)',
    expiryHint: 'MM / JJ',
    cvc: 'Prüfziffer',
    incompleteNumber: 'Die Kartennummer ist unvollständig.',
    invalidNumber: 'Die Kartennummer ist ungültig.',
    incompleteExpiry: 'Das Ablaufdatum ist unvollständig.',
    invalidExpiry: 'Das Ablaufdatum ist ungültig.',
    pastExpiry: 'Das Ablaufdatum liegt in der Vergangenheit.',
    incompleteCvc: 'Die Prüfziffer ist unvollständig.',
    unreachable:
      'Der Zahlungsanbieter ist nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen es erneut.',
  },
} satisfies Record<string, CardTexts>

export type CardLocale = keyof typeof cardTexts

export function cardLocale(asked: string | undefined): CardLocale {
  return asked?.toLowerCase().startsWith('de') ? 'de' : 'en'
}
