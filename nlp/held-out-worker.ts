import { parentPort, workerData } from 'node:worker_threads'
import { type HeldOutPart, judgeHeldOut } from './held-out.ts'

/** Runs in a worker of `crossValidate`: judges one fold. */
const part: HeldOutPart = workerData
parentPort?.postMessage(judgeHeldOut(part))
