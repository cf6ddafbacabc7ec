import { defineAsyncComponent } from 'vue'
import { withMessages } from '~/i18n/messages'

/** A tab of the page of a customer: it comes with the texts of balance and referrals, which no other tab needs. */
export function customerBillingLater(locale: string) {
  return defineAsyncComponent(() =>
    withMessages(
      locale,
      ['balance', 'staff_balance', 'promotions'],
      import('~/components/reporting/customer_billing.vue')
    )
  )
}
