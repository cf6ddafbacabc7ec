import app from '@adonisjs/core/services/app'
import type { Sweep } from '#app/shared/jobs/sweep'
import { FollowOffers } from '#app/offers/actions/follow_offers'

/** What offers look for by date: those that are over are noted before anybody is reminded. */
export const offerSweeps: Sweep[] = [
  {
    name: 'expire_offers',
    everyMs: 60_000,
    run: async () => (await app.container.make(FollowOffers)).expire(),
  },
  {
    name: 'remind_of_offers',
    everyMs: 60_000,
    run: async () => (await app.container.make(FollowOffers)).remind(),
  },
]
