import { useInstant } from '~/composables/use_instant'
import { useTranslation } from '~/i18n/use_translation'

export interface ReferralState {
  status: 'pending' | 'held' | 'paid' | 'refused' | 'taken_back'
  refusal: string | null
  held_until: string | null
}

/** Where a referral stands, in words. */
export function useReferralState() {
  const { t } = useTranslation()
  const { instant } = useInstant()
  return ({ status, refusal, held_until }: ReferralState): string => {
    if (refusal)
      return `${t('promotions.referrals.states.refused')}: ${t(`promotions.referrals.refusals.${refusal}`)}`
    return t(`promotions.referrals.states.${status}`, { date: held_until ? instant(held_until) : '' })
  }
}
