/** The door of this domain: what others may use. */
export { checkReadiness, type ReadinessCheck } from '#app/status/queries/check_readiness'
