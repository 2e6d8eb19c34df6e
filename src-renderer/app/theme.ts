import {
  type ActionIconFactory,
  type ButtonFactory,
  type CheckboxFactory,
  type ChipFactory,
  type CSSVariablesResolver,
  createTheme,
  type DrawerFactory,
  defaultVariantColorsResolver,
  type ExtendComponent,
  type FactoryPayload,
  type InputFactory,
  type InputWrapperFactory,
  type MantineColorsTuple,
  type MantineThemeComponent,
  type MenuFactory,
  type ModalFactory,
  type MultiSelectFactory,
  type NotificationFactory,
  type PasswordInputFactory,
  type PopoverFactory,
  type RadioFactory,
  type SegmentedControlFactory,
  type SelectFactory,
  type SwitchFactory,
  type TooltipFactory,
  type VariantColorsResolver,
} from '@mantine/core'
import { texts } from '../texts/texts.ts'
import classes from './theme.module.css'

const deepTeal: MantineColorsTuple = [
  '#e2eeeb',
  '#cfe3df',
  '#a9cec8',
  '#86d0c8',
  '#6cc0b7',
  '#3d9c94',
  '#1d7a75',
  '#0f5f5c',
  '#0a4a48',
  '#073634',
]

/** Buttons take their colours from the tokens, so that both schemes keep their contrast. */
const resolveVariant: VariantColorsResolver = (input) => {
  const isDanger = input.color === 'red'
  const ink = isDanger ? 'var(--bad)' : 'var(--accent)'
  const hoverInk = isDanger ? 'var(--bad-hover)' : 'var(--accent-hover)'
  switch (input.variant) {
    case 'filled':
      return {
        background: ink,
        hover: hoverInk,
        color: isDanger ? 'var(--paper-raised)' : 'var(--accent-ink)',
        border: '1px solid transparent',
      }
    case 'default':
      return {
        background: 'var(--paper-raised)',
        hover: isDanger ? 'var(--bad-tint)' : 'var(--hover)',
        color: isDanger ? 'var(--bad)' : 'var(--ink)',
        border: `1px solid ${isDanger ? 'var(--bad-rule)' : 'var(--rule-strong)'}`,
      }
    case 'subtle':
      return {
        background: 'transparent',
        hover: isDanger ? 'var(--bad-tint)' : 'var(--accent-tint)',
        color: ink,
        border: '1px solid transparent',
      }
    default:
      return defaultVariantColorsResolver(input)
  }
}

/** As `Component.extend`, without the component: its code would be loaded before the sign-in, which shows few of them. */
function themed<Payload extends FactoryPayload>(input: ExtendComponent<Payload>): MantineThemeComponent {
  return input
}

export const theme = createTheme({
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  primaryColor: 'deepTeal',
  primaryShade: { light: 7, dark: 4 },
  colors: { deepTeal },
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: resolveVariant,
  components: {
    Button: themed<ButtonFactory>({
      defaultProps: { size: 'sm', variant: 'default' },
      classNames: { root: classes.button ?? '' },
    }),
    ActionIcon: themed<ActionIconFactory>({ defaultProps: { variant: 'subtle', size: 32 } }),
    Modal: themed<ModalFactory>({
      defaultProps: {
        centered: true,
        transitionProps: { transition: 'fade-up', duration: 150 },
        closeButtonProps: { 'aria-label': texts.common.close },
      },
      classNames: {
        content: classes.floating ?? '',
        header: classes.modalHeader ?? '',
        title: classes.modalTitle ?? '',
        body: classes.modalBody ?? '',
        overlay: classes.overlay ?? '',
      },
    }),
    Drawer: themed<DrawerFactory>({
      defaultProps: {
        position: 'right',
        size: 520,
        transitionProps: { duration: 160 },
        closeButtonProps: { 'aria-label': texts.common.close },
      },
      classNames: {
        content: classes.drawer ?? '',
        header: classes.drawerHeader ?? '',
        body: classes.drawerBody ?? '',
        title: classes.modalTitle ?? '',
        overlay: classes.overlay ?? '',
      },
    }),
    Menu: themed<MenuFactory>({
      defaultProps: { shadow: 'none', position: 'bottom-end', transitionProps: { duration: 120 } },
      classNames: { dropdown: classes.floating ?? '' },
    }),
    Notification: themed<NotificationFactory>({
      defaultProps: { closeButtonProps: { 'aria-label': texts.common.close } },
      classNames: { root: classes.floating ?? '', description: classes.noticeText ?? '' },
    }),
    Popover: themed<PopoverFactory>({
      defaultProps: { transitionProps: { duration: 120 } },
      classNames: { dropdown: classes.floating ?? '' },
    }),
    Select: themed<SelectFactory>({
      defaultProps: { allowDeselect: false, comboboxProps: { shadow: 'none' } },
      classNames: { dropdown: classes.floating ?? '', option: classes.option ?? '' },
    }),
    Input: themed<InputFactory>({
      classNames: { input: classes.input ?? '', section: classes.inputSection ?? '' },
    }),
    InputWrapper: themed<InputWrapperFactory>({
      classNames: {
        label: classes.inputLabel ?? '',
        description: classes.inputDescription ?? '',
        error: classes.inputError ?? '',
      },
    }),
    MultiSelect: themed<MultiSelectFactory>({
      // Reached with Tab, or first in a drawer, it must not cover the fields below.
      defaultProps: { comboboxProps: { shadow: 'none' }, openOnFocus: false },
      classNames: {
        dropdown: classes.floating ?? '',
        pill: classes.pill ?? '',
        inputField: classes.inputField ?? '',
      },
    }),
    Checkbox: themed<CheckboxFactory>({
      defaultProps: { radius: 4, size: 'xs' },
      classNames: {
        input: classes.tick ?? '',
        inner: classes.tickBox ?? '',
        label: classes.inlineLabel ?? '',
      },
    }),
    Chip: themed<ChipFactory>({
      classNames: { label: classes.chip ?? '', iconWrapper: classes.chipIcon ?? '' },
    }),
    Radio: themed<RadioFactory>({
      defaultProps: { size: 'xs' },
      classNames: {
        radio: classes.tick ?? '',
        inner: classes.tickBox ?? '',
        label: classes.inlineLabel ?? '',
        description: classes.inlineDescription ?? '',
      },
    }),
    SegmentedControl: themed<SegmentedControlFactory>({
      classNames: { root: classes.segments ?? '', indicator: classes.segmentMark ?? '' },
    }),
    Switch: themed<SwitchFactory>({
      defaultProps: { withThumbIndicator: false },
      classNames: {
        track: classes.switchTrack ?? '',
        label: classes.inlineLabel ?? '',
        description: classes.inlineDescription ?? '',
      },
    }),
    Tooltip: themed<TooltipFactory>({
      defaultProps: { openDelay: 350, withArrow: false, transitionProps: { duration: 120 } },
      classNames: { tooltip: classes.tooltip ?? '' },
    }),
    PasswordInput: themed<PasswordInputFactory>({
      defaultProps: { visibilityToggleButtonProps: { 'aria-label': texts.common.showTyped } },
      classNames: { innerInput: classes.inputField ?? '' },
    }),
  },
})

const shared = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-default': 'var(--paper-raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--rule-strong)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--accent-ink)',
  '--mantine-primary-color-light': 'var(--accent-tint)',
  '--mantine-primary-color-light-hover': 'var(--accent-tint-strong)',
  '--mantine-primary-color-light-color': 'var(--accent)',
  '--mantine-color-deepTeal-filled': 'var(--accent)',
  '--mantine-color-deepTeal-filled-hover': 'var(--accent-hover)',
  '--mantine-color-deepTeal-light': 'var(--accent-tint)',
  '--mantine-color-deepTeal-light-hover': 'var(--accent-tint-strong)',
  '--mantine-color-deepTeal-light-color': 'var(--accent)',
  '--mantine-color-disabled': 'var(--paper-sunk)',
  '--mantine-color-disabled-color': 'var(--ink-3)',
  '--mantine-color-disabled-border': 'var(--rule)',
}

/** Mantine's own variables point at our tokens, which switch with the scheme by themselves. */
export const resolveCssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
})
