import { defineAsyncComponent } from 'vue'
import { withMessages } from '~/i18n/messages'

/** What went back of an invoice, which few have: it comes with its texts. */
export function ownRefundListLater(locale: string) {
  return defineAsyncComponent(() =>
    withMessages(locale, ['own_refunds'], import('~/components/refunds/own_refund_list.vue'))
  )
}
