import { defineAsyncComponent } from 'vue'
import { withMessages } from '~/i18n/messages'

/** How to pay by bank transfer, where a company takes transfers: it comes with its texts. */
export function transferCardLater(locale: string) {
  return defineAsyncComponent(() =>
    withMessages(locale, ['transfer'], import('~/components/billing/transfer_card.vue'))
  )
}
