import { readConfig } from '../../bot/config.ts'
import { startService } from '../../bot/service.ts'

/**
 * The service as `bot/main.ts` starts it, but one that ends or stops itself the first time it comes to the step `TEST_STEP`
 * of a message's way, with the signal `TEST_SIGNAL`.
 */
const { TEST_STEP, TEST_SIGNAL, ...env } = process.env
let done = false
const service = await startService(readConfig(env), {
  onStep(step) {
    if (step !== TEST_STEP || done) return
    done = true
    process.kill(process.pid, TEST_SIGNAL)
  },
})
process.once('SIGTERM', () => void service.stop().then(() => process.exit(0)))
