@echo off
rem The script gnn for Windows: builds what is missing or stale, then runs the command line. GNN_JAVA_OPTS adds flags for Java.
setlocal EnableExtensions DisableDelayedExpansion

set "home=%~dp0"
set "home=%home:~0,-1%"
set "state=%home%\.gnn"
set "class_path=%state%\class-path-cli.args"
set "modules=gnn-core gnn-blas gnn-layers datasets experiments\report experiments\training experiments\studies experiments\cli"
set "quick="

:words
if [%1]==[] goto words_end
if "%~1"=="--spark" (
    >&2 echo gnn: --spark: Spark needs Hadoop's native code, which Windows has not; would be right: the script gnn on Linux or in WSL
    exit /b 2
)
rem what only prints is over before the optimising compiler pays off
for %%h in (-h --help -V --version) do if "%~1"=="%%h" set "quick=-XX:TieredStopAtLevel=1"
shift
goto words
:words_end

set "java="
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if not defined JAVA_HOME for %%j in (java.exe) do set "java=%%~$PATH:j"
if not defined java (
    >&2 echo gnn: Java 17 or later is needed, in JAVA_HOME or on PATH
    exit /b 2
)

call :stale
if not errorlevel 1 goto run
set "maven="
for %%m in (mvn.cmd mvn.bat) do if not defined maven set "maven=%%~$PATH:m"
if not defined maven (
    >&2 echo gnn: Maven 3.8 or later is needed to build, on PATH
    exit /b 2
)
if not exist "%state%\" md "%state%" 2> nul
copy nul "%state%\writable" > nul 2> nul
if not exist "%state%\writable" (
    >&2 echo gnn: "%home%": cannot be written, so nothing can be built there
    exit /b 2
)
del "%state%\writable"
>&2 echo building...
:wait
rem while one process holds the file no other can open it
set "built="
(
    call :build
) 9> "%state%\lock" 2> nul
if not defined built (
    ping -n 2 127.0.0.1 > nul
    goto wait
)
if not "%built%"=="0" (
    >&2 type "%state%\build.log"
    >&2 echo gnn: the build failed; its log is above and in "%state%\build.log"
    exit /b 1
)

:run
rem matrices this small lose with more than one BLAS thread
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
if not defined OPENBLAS_NUM_THREADS set "OPENBLAS_NUM_THREADS=1"
rem cmd cannot ask whether it writes to a terminal, so progress comes in lines; the other flags are explained in the script gnn
"%java%" -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dgnn.terminal=false -XX:+UseSerialGC -XX:MaxNewSize=96m --enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow %quick% %GNN_JAVA_OPTS% "@%class_path%" org.tanhwg.cli.Gnn %*
exit /b %ERRORLEVEL%

rem 1 where a source is newer, missing or gone beside the copies of the last build, or where the project was moved
:stale
if not exist "%class_path%" exit /b 1
set "built_in="
for /f "usebackq delims=" %%l in ("%class_path%") do if not defined built_in set "built_in=%%l"
if not "%built_in%"=="# %home%" exit /b 1
robocopy "%home%" "%state%\poms" pom.xml /s /lev:3 /xd "%state%" .git target /xx /l > nul
if errorlevel 1 exit /b 1
for %%m in (%modules%) do (
    robocopy "%home%\%%m\src\main" "%state%\sources\%%m" /mir /l > nul
    if errorlevel 1 exit /b 1
)
exit /b 0

rem sets built to 0 or to 1; another process may have built while this one waited
:build
call :stale
if not errorlevel 1 set "built=0"
if defined built exit /b
rem before the build: what changes meanwhile is newer than its copy
if exist "%class_path%" del "%class_path%"
robocopy "%home%" "%state%\poms" pom.xml /s /lev:3 /xd "%state%" .git target > nul
for %%m in (%modules%) do robocopy "%home%\%%m\src\main" "%state%\sources\%%m" /mir > nul
set "built=1"
pushd "%home%"
rem own modules run as copies, so that a later build does not pull the jars from under a running training
call "%maven%" -q -B -DskipTests -Dformatter.skip -DexcludeGroupIds=org.tanhwg -Dmdep.fileSeparator=/ -pl experiments/cli -am package > "%state%\build.log" 2>&1
if not errorlevel 1 set "built=0"
popd
if not "%built%"=="0" exit /b
if exist "%state%\jars-cli\" rd /s /q "%state%\jars-cli"
md "%state%\jars-cli"
for %%m in (%modules%) do copy /y "%home%\%%m\target\*.jar" "%state%\jars-cli" > nul
rem a file of arguments, since a line of cmd may not be that long
set "jars=%state:\=/%/jars-cli/*"
> "%state%\head" echo # %home%
>> "%state%\head" < nul set /p "=--class-path="%jars%;"
> "%state%\tail" echo "
copy /b "%state%\head" + "%home%\experiments\cli\target\class-path" + "%state%\tail" "%state%\new" > nul
move /y "%state%\new" "%class_path%" > nul
exit /b
