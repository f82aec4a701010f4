; The installer for people: per user, or per machine where an administrator started it. Never asks for more rights than it was given.
; Silent: setup.exe /S [/CurrentUser | /AllUsers] [/AUTOSTART=1] [/WALL=1] [/D=FOLDER];  uninstall.exe /S [/DATA=delete]
; makensis -DVERSION -DLIBRARY -DTREE -DICON -DOUT
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!define ID "OrderTower"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define WAIT 90 ; seconds that a hub which was left alone takes to end, and some

Name "$(title)"
OutFile "${OUT}"
BrandingText "OrderTower ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "订单控制塔"
VIAddVersionKey /LANG=2052 FileDescription "订单控制塔 安装程序"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 LegalCopyright "Copyright (c) 2026 OrderTower"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\OrderTower.exe"
!define MUI_PAGE_CUSTOMFUNCTION_SHOW Finish
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${TREE}\licences\copyright"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
!include "${__FILEDIR__}\setup.nsh"

Var Scope ; user or machine

Function .onInit
  SetRegView 64
  StrCpy $Scope "user"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $1
  ${IfNot} ${Errors}
    StrCpy $Scope "machine"
  ${Else}
    UserInfo::GetAccountType
    Pop $2
    ClearErrors
    ${GetOptions} $0 "/CurrentUser" $1
    ${If} ${Errors}
    ${AndIf} $2 == "Admin"
    ${AndIfNot} ${Silent}
      MessageBox MB_YESNO|MB_ICONQUESTION "$(for_all)" IDNO +2
      StrCpy $Scope "machine"
    ${EndIf}
  ${EndIf}
  ${If} $Scope == "machine"
    UserInfo::GetAccountType
    Pop $2
    ${If} $2 != "Admin"
      MessageBox MB_ICONSTOP "$(needs_admin)" /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
    SetShellVarContext all
  ${EndIf}
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${UNINSTALL}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\OrderTower"
    ${If} $Scope == "machine"
      StrCpy $INSTDIR "$PROGRAMFILES64\OrderTower"
    ${EndIf}
  ${EndIf}
  Call Chosen
FunctionEnd

; The new program is laid beside the old one and then takes its place: until that moment the old one starts, whatever happens.
Section "-program"
  SetOutPath "$INSTDIR"
  ${If} ${FileExists} "$INSTDIR\app.old\${LIBRARY}.dll" ; an earlier update was interrupted between its last two steps
  ${AndIfNot} ${FileExists} "$INSTDIR\app\${LIBRARY}.dll"
    RMDir /r "$INSTDIR\app"
    Rename "$INSTDIR\app.old" "$INSTDIR\app"
  ${EndIf}
  RMDir /r "$INSTDIR\app.new"
  RMDir /r "$INSTDIR\app.old"
  ClearErrors
  SetOutPath "$INSTDIR\app.new"
  File /r "${TREE}\app\*"
  FileOpen $0 "$INSTDIR\app.new\installed" w
  FileWrite $0 $Scope
  FileClose $0
  ${If} ${Errors}
    SetOutPath "$INSTDIR"
    RMDir /r "$INSTDIR\app.new"
    MessageBox MB_ICONSTOP "$(no_room)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  SetOutPath "$INSTDIR"
  Push "app.old"
  Call PutAway
  Rename "$INSTDIR\app.new" "$INSTDIR\app"
  !insertmacro Replace "OrderTower.exe"
  CreateDirectory "$INSTDIR\bin"
  !insertmacro Replace "bin\ordertower.exe"
  RMDir /r "$INSTDIR\app.old"
  SetOutPath "$INSTDIR\licences"
  File /r "${TREE}\licences\*"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call Register
  CreateShortcut "$SMPROGRAMS\订单控制塔.lnk" "$INSTDIR\OrderTower.exe"
SectionEnd

Section "$(on_desktop)" desktop
  CreateShortcut "$DESKTOP\订单控制塔.lnk" "$INSTDIR\OrderTower.exe"
SectionEnd

Section /o "$(at_login)" autostart
  WriteRegStr SHCTX "${RUN}" "OrderTower" '"$INSTDIR\OrderTower.exe" desk --minimized'
SectionEnd

Section /o "$(wall)" wall
  WriteRegStr SHCTX "${RUN}" "OrderTowerWall" '"$INSTDIR\OrderTower.exe" wall'
  CreateShortcut "$SMPROGRAMS\订单控制塔大屏.lnk" "$INSTDIR\OrderTower.exe" "wall"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${desktop} "$(on_desktop_why)"
  !insertmacro MUI_DESCRIPTION_TEXT ${autostart} "$(at_login_why)"
  !insertmacro MUI_DESCRIPTION_TEXT ${wall} "$(wall_why)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; What was chosen before stays chosen; a silent run adds only what it is told.
Function Chosen
  ${If} ${Silent}
    !insertmacro Unless ${desktop} "$DESKTOP\订单控制塔.lnk"
  ${EndIf}
  ReadRegStr $1 SHCTX "${RUN}" "OrderTower"
  ${GetOptions} $0 "/AUTOSTART=" $2
  ${If} "$1$2" != ""
  ${AndIf} $2 != "0"
    !insertmacro SelectSection ${autostart}
  ${EndIf}
  ReadRegStr $1 SHCTX "${RUN}" "OrderTowerWall"
  ${GetOptions} $0 "/WALL=" $2
  ${If} "$1$2" != ""
  ${AndIf} $2 != "0"
    !insertmacro SelectSection ${wall}
  ${EndIf}
FunctionEnd

Function Register
  DeleteRegValue SHCTX "${RUN}" "OrderTower"
  DeleteRegValue SHCTX "${RUN}" "OrderTowerWall"
  WriteRegStr SHCTX "Software\Classes\ordertower" "" "URL:OrderTower"
  WriteRegStr SHCTX "Software\Classes\ordertower" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\ordertower\DefaultIcon" "" "$INSTDIR\OrderTower.exe,0"
  WriteRegStr SHCTX "Software\Classes\ordertower\shell\open\command" "" '"$INSTDIR\OrderTower.exe" desk "%1"'
  WriteRegStr SHCTX "Software\Classes\AppUserModelId\OrderTower.Desktop" "DisplayName" "订单控制塔"
  WriteRegStr SHCTX "Software\Classes\AppUserModelId\OrderTower.Desktop" "IconUri" "$INSTDIR\app\ordertower.ico"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "订单控制塔"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\OrderTower.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "OrderTower"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" $0
FunctionEnd

; What an administrator's installer starts would run with the administrator's rights: then there is nothing to tick.
Function Finish
  ${If} $Scope == "machine"
    SendMessage $mui.FinishPage.Run ${BM_SETCHECK} ${BST_UNCHECKED} 0
    ShowWindow $mui.FinishPage.Run ${SW_HIDE}
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  ClearErrors
  FileOpen $0 "$INSTDIR\app\installed" r
  FileRead $0 $Scope
  FileClose $0
  ${If} $Scope == "machine"
    SetShellVarContext all
  ${EndIf}
FunctionEnd

Section "Uninstall"
  SetOutPath "$TEMP"
  Push "app.gone"
  Call un.PutAway
  RMDir /r "$INSTDIR\app.gone"
  RMDir /r "$INSTDIR\app.new"
  RMDir /r "$INSTDIR\app.old"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\OrderTower.exe"
  Delete "$INSTDIR\bin\ordertower.exe"
  RMDir "$INSTDIR\bin"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\订单控制塔.lnk"
  Delete "$SMPROGRAMS\订单控制塔大屏.lnk"
  Delete "$DESKTOP\订单控制塔.lnk"
  DeleteRegValue SHCTX "${RUN}" "OrderTower"
  DeleteRegValue SHCTX "${RUN}" "OrderTowerWall"
  DeleteRegKey SHCTX "Software\Classes\ordertower"
  DeleteRegKey SHCTX "Software\Classes\AppUserModelId\OrderTower.Desktop"
  DeleteRegKey SHCTX "${UNINSTALL}"

  SetShellVarContext current ; a person's data lie in their own folder, wherever the program was
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DATA=" $1
  ${If} $1 == "delete"
    RMDir /r "$LOCALAPPDATA\OrderTower"
  ${ElseIf} ${FileExists} "$LOCALAPPDATA\OrderTower\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(delete_data)" /SD IDNO IDNO +2
    RMDir /r "$LOCALAPPDATA\OrderTower"
  ${EndIf}
SectionEnd
