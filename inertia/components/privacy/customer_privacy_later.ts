import { defineAsyncComponent } from 'vue'
import { withMessages } from '~/i18n/messages'

/** A tab of the page of a customer: it comes with texts that no other tab needs. */
export function customerPrivacyLater(locale: string) {
  return defineAsyncComponent(() =>
    withMessages(locale, ['privacy'], import('~/components/privacy/customer_privacy.vue'))
  )
}
