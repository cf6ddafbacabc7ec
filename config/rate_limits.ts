import env from '#start/env'

/** Requests per minute. An address may hold several tokens (an office, a proxy), so its share is larger. */
export const apiLimits = {
  perToken: env.get('API_REQUESTS_PER_MINUTE', 600),
  perAddress: env.get('API_REQUESTS_PER_MINUTE_AND_ADDRESS', 1_200),
}
