; What the installer says, and the steps that installing and uninstalling share.
LangString title 2052 "订单控制塔"
LangString title 1033 "OrderTower"
LangString for_all 2052 "为这台电脑的所有用户安装吗？$\r$\n选“否”只为您自己安装，以后可以自动更新。"
LangString for_all 1033 "Install for all users of this computer?$\r$\nChoose No to install for yourself only; that copy can update itself."
LangString needs_admin 2052 "为所有用户安装需要管理员权限：请右键安装程序，选择“以管理员身份运行”。"
LangString needs_admin 1033 "Installing for all users needs an administrator: right-click the installer and choose Run as administrator."
LangString still_running 2052 "订单控制塔还在运行。请在任务栏右下角的托盘图标上点右键，选择“退出”，然后点“重试”。"
LangString still_running 1033 "OrderTower is still running. Right-click its tray icon, choose Quit, then click Retry."
LangString no_room 2052 "文件没有写完整（磁盘满了，或被安全软件拦下）。原来的版本没有改动。"
LangString no_room 1033 "The files could not be written (disk full, or stopped by security software). The old version is untouched."
LangString delete_data 2052 "同时删除本机的订单数据和设置吗？$\r$\n未送到中枢的操作会一起丢失。选“否”保留，重新安装后可继续使用。"
LangString delete_data 1033 "Delete the orders and settings on this computer, too?$\r$\nActions that have not reached the hub are lost with them. Choose No to keep them."
LangString on_desktop 2052 "桌面快捷方式"
LangString on_desktop 1033 "Desktop shortcut"
LangString on_desktop_why 2052 "在桌面放一个图标。"
LangString on_desktop_why 1033 "Puts an icon on the desktop."
LangString at_login 2052 "登录后自动启动"
LangString at_login 1033 "Start at login"
LangString at_login_why 2052 "登录 Windows 后在托盘待命，超时提醒不会漏。"
LangString at_login_why 1033 "Waits in the tray after login, so that no alert is missed."
LangString wall 2052 "大屏电脑：登录后全屏显示大屏"
LangString wall 1033 "Wall screen: show the board after login"
LangString wall_why 2052 "用于挂在墙上的电脑，只读。"
LangString wall_why 1033 "For the computer behind a wall screen; read-only."

!macro Unless section path
  ${IfNot} ${FileExists} "${path}"
    !insertmacro UnselectSection ${section}
  ${EndIf}
!macroend

; A launcher is 0.1 MB: written beside the old one, then put in its place in one step (MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH).
!macro Replace name
  File "/oname=$INSTDIR\${name}.new" "${TREE}\${name}"
  System::Call 'kernel32::MoveFileExW(w "$INSTDIR\${name}.new", w "$INSTDIR\${name}", i 9) i .r0'
!macroend

; Moves app\ away under the name on the stack. While anybody runs it, wait or ask; without success nothing has changed and we leave.
!macro PutAway un
Function ${un}PutAway
  Pop $R0
  ${If} ${FileExists} "$INSTDIR\app\*.*"
    StrCpy $R1 0
    ${Do}
      ClearErrors
      FileOpen $R2 "$INSTDIR\app\${LIBRARY}.dll" a ; a library that somebody has loaded cannot be opened for writing
      FileClose $R2
      ${IfNot} ${Errors}
        Rename "$INSTDIR\app" "$INSTDIR\$R0"
      ${EndIf}
      ${IfNot} ${Errors}
        ${Break}
      ${EndIf}
      IntOp $R1 $R1 + 1
      ${IfNot} ${Silent}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(still_running)" IDRETRY again
        StrCpy $R1 ${WAIT}
        again:
      ${Else}
        Sleep 1000
      ${EndIf}
      ${If} $R1 >= ${WAIT}
        RMDir /r "$INSTDIR\app.new"
        SetErrorLevel 3
        Quit
      ${EndIf}
    ${Loop}
  ${EndIf}
FunctionEnd
!macroend
!insertmacro PutAway ""
!insertmacro PutAway "un."
