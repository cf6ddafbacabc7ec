import { type Component, defineAsyncComponent } from 'vue'
import { withMessages } from '~/i18n/messages'

/** What only some of the staff see and do of a service: its margin, its moves, and what its panel can do. It comes with its texts. */
export function leversLater(locale: string) {
  const later = <Part extends Component>(load: () => Promise<{ default: Part }>) =>
    defineAsyncComponent(() => withMessages(locale, ['margins'], load()))
  return {
    MarginCard: later(() => import('~/components/provisioning/costs/margin_card.vue')),
    MovesCard: later(() => import('~/components/provisioning/moves_card.vue')),
    PanelLevers: later(() => import('~/components/provisioning/panel_levers.vue')),
  }
}
