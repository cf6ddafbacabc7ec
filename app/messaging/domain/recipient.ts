/** Who a mail goes to, and in which language. */
export interface Recipient {
  /** Null for an address without a person, such as a customer's own. */
  userId: string | null
  email: string
  name: string
  locale: string
}
