/**
 * How Web Chat looks. Colours are those of the page (chat.css, ../shared/base.css), by their names: so it follows the system from light to dark
 * while it is shown.
 */
export const styleOptions = {
  accent: 'var(--accent)', subtle: 'var(--quiet)', timestampColor: 'var(--quiet)', primaryFont: 'inherit', paddingRegular: 14, backgroundColor: 'var(--surface)',
  notificationText: 'var(--quiet)', failedConnectivity: 'var(--bad)', transcriptVisualKeyboardIndicatorColor: 'var(--focus)', transcriptActivityVisualKeyboardIndicatorColor: 'var(--focus)',
  botAvatarImage: new URL('../shared/mark.svg', import.meta.url).href, botAvatarInitials: '', botAvatarBackgroundColor: '#0b5d5a', avatarSize: 34, avatarBorderRadius: '50%',
  bubbleBackground: 'var(--bubble)', bubbleBorderWidth: 0, bubbleBorderRadius: 14, bubbleMaxWidth: 560, bubbleTextColor: 'var(--ink)',
  bubbleFromUserBackground: 'var(--own)', bubbleFromUserTextColor: '#ffffff', bubbleFromUserBorderWidth: 0, bubbleFromUserBorderRadius: 14,
  suggestedActionLayout: 'flow', suggestedActionBorderRadius: 20, suggestedActionBorderColor: 'var(--accent)', suggestedActionTextColor: 'var(--accent)', suggestedActionHeight: 40,
  suggestedActionBackgroundColor: 'var(--surface)', suggestedActionBackgroundColorOnHover: 'var(--wash)', suggestedActionBackgroundColorOnActive: 'var(--wash)', suggestedActionBorderColorOnDisabled: 'var(--line)',
  suggestedActionKeyboardFocusIndicatorBorderColor: 'var(--focus)', suggestedActionsVisualKeyboardIndicatorColor: 'var(--focus)',
  sendBoxBackground: 'var(--surface)', sendBoxTextColor: 'var(--ink)', sendBoxBorderTop: '1px solid var(--line)', sendBoxHeight: 52, sendBoxButtonColor: 'var(--accent)', sendBoxPlaceholderColor: 'var(--quiet)', sendBoxTextWrap: true, hideUploadButton: false,
  sendBoxButtonColorOnDisabled: 'var(--quiet)', sendBoxButtonShadeColorOnHover: 'var(--wash)', sendBoxButtonShadeColorOnActive: 'var(--wash)', sendBoxButtonShadeColorOnDisabled: 'transparent', sendBoxButtonKeyboardFocusIndicatorBorderColor: 'var(--focus)',
  uploadAccept: 'image/jpeg,image/png,image/gif,image/webp,image/heic,application/pdf,text/plain', transcriptOverlayButtonBackground: 'var(--own)', transcriptOverlayButtonBackgroundOnHover: 'var(--own)', transcriptOverlayButtonBackgroundOnFocus: 'var(--own)', transcriptOverlayButtonColor: '#ffffff',
}
