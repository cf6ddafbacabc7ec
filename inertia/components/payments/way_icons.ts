import type { PaymentWay } from '~/components/payments/types'

/** What stands beside a way to pay. */
export const wayIcons: Record<PaymentWay['customer_pays'], string> = {
  form: 'i-lucide-credit-card',
  page: 'i-lucide-external-link',
  coins: 'i-lucide-bitcoin',
}
