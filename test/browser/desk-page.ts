import type { Page } from 'playwright-core'
import { codeOf, ownPassword, passwordOf, takeIn } from '../support/sign-in.ts'

/** The parts of the desk's page by what they are called in each language. */
const called = {
  conversations: /^(会话|對話|Conversations)$/, waiting: /^(等待中|Waiting)$/, mine: /^(我的会话|我的對話|My conversations)$/, messages: /^(给我的留言|給我的留言|Messages for me)$/,
  take: /^(接入|Take)$/, close: /^(结束会话|結束對話|Close)$/, reply: /^(回复|回覆|Reply)$/, send: /^(发送|傳送|Send)$/, signIn: /^(登录|登入|Sign in)$/, signOut: /^(退出|登出|Sign out)$/,
  email: /^(邮箱|電郵|E-mail)/, password: /^(密码|密碼|Password)/, code: /^(验证码|驗證碼|Code)/, goOn: /^(继续|繼續|Continue)$/, haveKept: /^(已保存|已儲存|I have kept)/, openApp: /^(在本机|在本機|Open in an app)/,
  ownPassword: /^(设置自己的密码|設定自己的密碼|Choose your own password)$/,
  topic: /咨询主题|查詢主題|What it was about/, otherTopic: /^(其他|Something else)$/,
  choose: /请选择一位客户|請選擇一位客戶|Choose a customer/,
}

/** What a tester does at the desk. */
export function deskOn(page: Page) {
  const list = (name: RegExp) => page.getByRole('region', { name }).getByRole('listitem')
  return {
    page,
    waiting: list(called.waiting), mine: list(called.mine), messages: list(called.messages),
    queue: page.getByRole('navigation', { name: called.conversations }),
    transcript: page.getByRole('log'),
    said: (role: 'user' | 'bot' | 'agent') => page.getByRole('log').locator(`[data-role=${role}]`),
    take: page.getByRole('button', { name: called.take, exact: true }),
    text: page.getByRole('textbox', { name: called.reply }),
    send: page.getByRole('button', { name: called.send }),
    alert: page.getByRole('alert'),
    nothingOpen: page.getByText(called.choose),
    signInForm: page.getByRole('heading', { name: called.signIn }),
    async signIn(email: string, password: string): Promise<void> {
      await page.getByRole('textbox', { name: called.email }).fill(email)
      await page.getByLabel(called.password).fill(passwordOf(email, password))
      await page.getByRole('button', { name: called.signIn }).click()
      const [code, desk] = [page.getByRole('textbox', { name: called.code }), page.getByRole('navigation', { name: called.conversations })]
      const own = page.getByRole('heading', { name: called.ownPassword })
      await code.or(own).or(desk).first().waitFor({ state: 'attached' })
      if (await own.isVisible()) {
        await page.getByLabel(called.password).fill(ownPassword(email, password))
        await page.getByRole('button', { name: called.goOn }).click()
        await code.or(desk).first().waitFor({ state: 'attached' })
      }
      if (await code.isVisible()) {
        // The first time the app takes in what the page shows; from then on it has codes.
        const link = page.getByRole('link', { name: called.openApp })
        const isNew = await link.isVisible()
        if (isNew) takeIn(email, await link.getAttribute('href') ?? '')
        await code.fill(codeOf(email))
        await page.getByRole('button', { name: called.goOn }).click()
        if (isNew) await page.getByRole('button', { name: called.haveKept }).click()
      }
      await desk.waitFor({ state: 'attached' })
    },
    async signOut(name: string): Promise<void> {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('menuitem', { name: called.signOut }).click()
      await page.getByRole('heading', { name: called.signIn }).waitFor()
    },
    async close(): Promise<void> {
      await page.getByRole('button', { name: called.close }).click()
      const dialog = page.getByRole('dialog')
      const topic = dialog.getByRole('combobox', { name: called.topic })
      // What the bot could not tell, the agent says.
      if (await topic.inputValue() === '') {
        await topic.fill('')
        await page.getByRole('option', { name: called.otherTopic }).click()
      }
      await dialog.getByRole('button', { name: called.close }).last().click()
      await page.getByText(called.choose).waitFor()
    },
  }
}
