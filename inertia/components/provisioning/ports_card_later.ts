import { defineAsyncComponent } from 'vue'
import { withMessages } from '~/i18n/messages'

/** Switch ports, with texts that no other service's page waits for. */
export function portsCardLater(locale: string) {
  return defineAsyncComponent(() =>
    withMessages(locale, ['belongings'], import('~/components/provisioning/ports_card.vue'))
  )
}
